"""The writer of weights.safetensors, held to the format's description byte by byte."""

import unittest

import numpy

from refusal import Refusal
from safetensors_file import from_safetensors, to_safetensors


class SafetensorsFileTest(unittest.TestCase):
    def test_the_bytes_are_those_of_the_format(self) -> None:
        header = b'{"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  '
        body = bytes.fromhex("0000803f000000c0")  # 1, -2
        self.assertEqual(
            to_safetensors({"b": numpy.array([1, -2], numpy.float32)}), len(header).to_bytes(8, "little") + header + body
        )

    def test_what_was_written_is_read_back(self) -> None:
        random = numpy.random.default_rng(1)
        tensors = {
            "x": random.standard_normal((3, 5)).astype(numpy.float32),
            "scalar": numpy.array(2.5, numpy.float32),
            "empty": numpy.zeros((0, 4), numpy.float32),
            "transposed": random.standard_normal((3, 5)).astype(numpy.float32).T,
        }
        read = from_safetensors(to_safetensors(tensors))
        self.assertEqual(read.keys(), tensors.keys())
        for name, tensor in tensors.items():
            numpy.testing.assert_array_equal(read[name], tensor)

    def test_the_order_of_tensors_does_not_change_a_byte(self) -> None:
        one, two = numpy.zeros(3, numpy.float32), numpy.ones(3, numpy.float32)
        self.assertEqual(to_safetensors({"a": one, "b": two}), to_safetensors({"b": two, "a": one}))
        self.assertNotEqual(to_safetensors({"a": one, "b": two}), to_safetensors({"a": two, "b": one}))

    def test_a_value_that_is_not_finite_is_refused_by_name(self) -> None:
        for value in (numpy.nan, numpy.inf):
            with self.subTest(value), self.assertRaisesRegex(Refusal, "tensor w holds NaN or infinity"):
                to_safetensors({"w": numpy.array([1, value], numpy.float32)})

    def test_another_type_is_refused_by_name(self) -> None:
        with self.assertRaisesRegex(Refusal, "tensor w is float64"):
            to_safetensors({"w": numpy.zeros(2)})


if __name__ == "__main__":
    unittest.main()
