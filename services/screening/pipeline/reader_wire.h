// One candidate's question and answer, as bytes between the worker and a reader process.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/candidate.h"          // for Notation
#include "molecule/read_molecule.h"  // for ReadOptions
#include "pipeline/reading.h"        // for ReadAnswer, ReadOutcome

namespace furui {

/// Appends a slice's options, which all of its candidates share but the notation.
void write_options(std::string& out, const ReadOptions& options);
/// Appends one candidate.
void write_question(std::string& out, Notation notation, std::string_view raw);

/// A slice of questions, taken apart one by one. The bytes must outlive it.
class QuestionReader {
 public:
  explicit QuestionReader(std::string_view bytes);
  /// The next candidate's text; its options are in options().
  /// throws std::runtime_error where there is none
  std::string_view next();
  const ReadOptions& options() const { return options_; }

 private:
  std::string_view rest_;
  ReadOptions options_;
};

/// Appends an answer, with its length in front.
void write_answer(std::string& out, const ReadAnswer& answer);

/// Takes the next answer off the front of `bytes`.
/// throws std::runtime_error where the bytes are no answer: the process that wrote them is not to be trusted
ReadOutcome read_answer(std::string_view& bytes);

}  // namespace furui
