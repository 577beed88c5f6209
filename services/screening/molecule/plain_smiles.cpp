// The everyday part of SMILES' grammar, in one walk.
#include <algorithm>
#include <string_view>

#include "molecule/plain_molecule.h"  // for PlainMolecule, and parse_plain_smiles itself

namespace furui {
namespace {

constexpr std::size_t kMostAtoms = 250;
constexpr int kRingNumbers = 100;

class Reader {
 public:
  Reader(std::string_view text, PlainMolecule& molecule) : text_(text), molecule_(molecule) {}

  bool read() {
    molecule_.atoms.clear();
    molecule_.bonds.clear();
    molecule_.rings.clear();
    molecule_.fragments = 0;
    for (std::fill(ring_open_, ring_open_ + kRingNumbers, -1); at_ < text_.size();) {
      if (!step()) return false;
    }
    if (!branches_.empty() || order_ != 0 || last_ < 0) return false;
    return close_rings();
  }

 private:
  struct Closure {
    int number;
    std::uint16_t first, second;
    std::uint8_t first_order, second_order;
  };

  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  bool step() {
    const char c = peek();
    switch (c) {
      case 'C':
        if (peek(1) == 'l') return symbol(17, false, 2);
        return symbol(6, false, 1);
      case 'B':
        return peek(1) == 'r' && symbol(35, false, 2);
      case 'N':
        return symbol(7, false, 1);
      case 'O':
        return symbol(8, false, 1);
      case 'F':
        return symbol(9, false, 1);
      case 'P':
        return symbol(15, false, 1);
      case 'S':
        return symbol(16, false, 1);
      case 'I':
        return symbol(53, false, 1);
      case 'c':
        return symbol(6, true, 1);
      case 'n':
        return symbol(7, true, 1);
      case 'o':
        return symbol(8, true, 1);
      case 's':
        return symbol(16, true, 1);
      case '[':
        return bracket();
      case '(':
        if (last_ < 0 || order_ != 0 || branch_is_empty_) return false;
        branches_.push_back(last_);
        branch_is_empty_ = true;
        ++at_;
        return true;
      case ')':
        if (branches_.empty() || order_ != 0 || branch_is_empty_) return false;
        last_ = branches_.back();
        branches_.pop_back();
        ++at_;
        return true;
      case '-':
        return bond(1);
      case '=':
        return bond(2);
      case '#':
        return bond(3);
      case '.':
        if (order_ != 0 || !branches_.empty() || last_ < 0) return false;
        last_ = -1;
        ++at_;
        return true;
      case '%':
        if (peek(1) < '1' || peek(1) > '9' || peek(2) < '0' || peek(2) > '9') return false;
        return ring(10 * (peek(1) - '0') + (peek(2) - '0'), 3);
      default:
        return c >= '0' && c <= '9' && ring(c - '0', 1);
    }
  }

  bool bond(std::uint8_t order) {
    if (order_ != 0 || last_ < 0) return false;
    order_ = order;
    ++at_;
    return true;
  }

  bool symbol(std::uint8_t number, bool aromatic, std::size_t length) {
    PlainAtom atom;
    atom.number = number;
    atom.written_aromatic = aromatic;
    at_ += length;
    return add(atom);
  }

  /// [nH], [NH3+], [O-], …: an element, hydrogens, a charge of one.
  bool bracket() {
    ++at_;
    PlainAtom atom;
    atom.bracket = true;
    switch (peek()) {
      case 'C':
        atom.number = peek(1) == 'l' ? 17 : 6;
        break;
      case 'N':
        atom.number = 7;
        break;
      case 'O':
        atom.number = 8;
        break;
      case 'F':
        atom.number = 9;
        break;
      case 'P':
        atom.number = 15;
        break;
      case 'S':
        atom.number = 16;
        break;
      case 'B':
        if (peek(1) == 'r') atom.number = 35;
        break;
      case 'I':
        atom.number = 53;
        break;
      case 'n':
        atom.number = 7;
        atom.written_aromatic = true;
        break;
      default:
        break;
    }
    if (atom.number == 0) return false;
    at_ += atom.number == 17 || atom.number == 35 ? 2 : 1;
    if (peek() == 'H') {
      ++at_;
      atom.hydrogens = 1;
      if (peek() >= '0' && peek() <= '9') atom.hydrogens = static_cast<std::uint8_t>(text_[at_++] - '0');
    }
    if (peek() == '+' || peek() == '-') atom.charge = text_[at_++] == '+' ? 1 : -1;
    atom.explicit_hydrogens = atom.hydrogens;
    if (peek() != ']') return false;
    ++at_;
    return add(atom);
  }

  bool add(const PlainAtom& atom) {
    const auto index = static_cast<std::uint16_t>(molecule_.atoms.size());
    if (index >= kMostAtoms) return false;
    molecule_.atoms.push_back(atom);
    if (last_ < 0)
      ++molecule_.fragments;
    else if (!connect(static_cast<std::uint16_t>(last_), index, order_))
      return false;
    order_ = 0;
    last_ = index;
    branch_is_empty_ = false;
    return true;
  }

  bool connect(std::uint16_t begin, std::uint16_t end, std::uint8_t order) {
    PlainAtom& first = molecule_.atoms[begin];
    PlainAtom& second = molecule_.atoms[end];
    if (first.degree == kPlainNeighbours || second.degree == kPlainNeighbours) return false;
    const auto index = static_cast<std::uint16_t>(molecule_.bonds.size());
    PlainBond bond;
    bond.begin = begin;
    bond.end = end;
    bond.order = order == 0 ? 1 : order;
    bond.written_aromatic = order == 0 && first.written_aromatic && second.written_aromatic;
    molecule_.bonds.push_back(bond);
    first.neighbour[first.degree] = end;
    first.bond[first.degree++] = index;
    second.neighbour[second.degree] = begin;
    second.bond[second.degree++] = index;
    return true;
  }

  bool ring(int number, std::size_t length) {
    if (last_ < 0 || branch_is_empty_) return false;
    if (ring_open_[number] < 0) {
      ring_open_[number] = last_;
      ring_order_[number] = order_;
    } else {
      closures_.push_back({number, static_cast<std::uint16_t>(ring_open_[number]),
                           static_cast<std::uint16_t>(last_), ring_order_[number], order_});
      ring_open_[number] = -1;
    }
    order_ = 0;
    at_ += length;
    return true;
  }

  /// RDKit closes rings last, by number; a bond runs from the end that says its order, or else from the later end.
  bool close_rings() {
    if (std::any_of(ring_open_, ring_open_ + kRingNumbers, [](int open) { return open >= 0; })) return false;
    std::stable_sort(closures_.begin(), closures_.end(),
                     [](const Closure& a, const Closure& b) { return a.number < b.number; });
    for (const Closure& closure : closures_) {
      const PlainAtom& first = molecule_.atoms[closure.first];
      const auto end = first.neighbour.begin() + first.degree;
      if (closure.first == closure.second || std::find(first.neighbour.begin(), end, closure.second) != end)
        return false;
      const bool forward = closure.first_order != 0;
      if (!connect(forward ? closure.first : closure.second, forward ? closure.second : closure.first,
                   forward ? closure.first_order : closure.second_order)) {
        return false;
      }
      molecule_.bonds.back().written_aromatic &= closure.first_order == 0 && closure.second_order == 0;
    }
    // Fragments of the text may be joined by ring bonds; counting those would need a search.
    return molecule_.fragments == 1 || closures_.empty() || !crosses_fragments();
  }

  bool crosses_fragments() const {
    return std::any_of(closures_.begin(), closures_.end(), [&](const Closure& closure) {
      // Atoms of one written fragment are consecutive: a bond from the text joins each to an earlier one.
      for (std::uint16_t i = static_cast<std::uint16_t>(closure.first + 1); i <= closure.second; ++i) {
        const PlainAtom& atom = molecule_.atoms[i];
        if (atom.degree == 0 || std::all_of(atom.neighbour.begin(), atom.neighbour.begin() + atom.degree,
                                            [&](std::uint16_t n) { return n > i; }))
          return true;
      }
      return false;
    });
  }

  std::string_view text_;
  PlainMolecule& molecule_;
  std::size_t at_ = 0;
  int last_ = -1;           ///< the atom that the next bond starts from
  std::uint8_t order_ = 0;  ///< a bond symbol that waits for its atom; 0: none
  std::vector<int> branches_;
  bool branch_is_empty_ = false;  ///< '(' was read and no atom after it
  std::vector<Closure> closures_;
  int ring_open_[kRingNumbers];
  std::uint8_t ring_order_[kRingNumbers];
};

}  // namespace

bool parse_plain_smiles(std::string_view smiles, PlainMolecule& molecule) {
  return Reader(smiles, molecule).read();
}

}  // namespace furui
