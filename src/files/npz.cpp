#include "files/npz.h"

#include <algorithm>

#include "files/collection.h"
#include "files/npy.h"
#include "files/pickle.h"
#include "files/zip.h"

namespace attn {
namespace {

constexpr std::string_view npy_ending = ".npy";

bool is_array(const ZipMember& member) {
  return member.name.ends_with(npy_ending);
}

bool is_of_torch(const ZipMember& member) {
  return member.name == "data.pkl" || member.name.ends_with("/data.pkl");
}

/// The header is read first: no more is unpacked than it says, and that must be the member's size.
NamedTensor read_array(const ZipMember& member, const std::string& name, Collection& collection) {
  const std::string where = collection.place_of(name);
  const NpyHeader header =
      read_npy_header(unpacked_beginning(member, longest_npy_header, where), where);
  require_npy_size(header, static_cast<std::size_t>(member.size), where);
  collection.take_room(static_cast<std::size_t>(header.layout.shape.product()), where);
  return read_npy(unpacked(member, where), name, where);
}

}  // namespace

TensorFile read_npz(std::string_view bytes, const std::string& path) {
  const std::vector<ZipMember> members = members_of_zip(bytes, path);
  if (std::any_of(members.begin(), members.end(), is_of_torch)) fail_pickle(path);
  if (std::none_of(members.begin(), members.end(), is_array)) {
    throw UserError(
        path,
        {"배열(.npy)이 없는 압축 파일(zip)이거나 엑셀·워드·한글 문서입니다",
         "this is a zip archive without arrays (.npy), or a document of Excel, Word or Hangul"},
        {"np.savez로 저장한 파일을 주거나, 표를 CSV UTF-8로 저장하십시오",
         "give what np.savez writes, or save the sheet as CSV UTF-8"});
  }
  Collection collection(path);
  for (const ZipMember& member : members) {
    const std::size_t ending = is_array(member) ? npy_ending.size() : 0;
    const std::string name = member.name.substr(0, member.name.size() - ending);
    collection.add(name, [&] { return read_array(member, name, collection); });
  }
  return collection.take();
}

}  // namespace attn
