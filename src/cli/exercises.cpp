#include "cli/exercises.h"

#include <algorithm>
#include <utility>

#include "render/width.h"

namespace attn {

Exercises::Exercises(std::vector<Exercise> all)
    : all_(std::move(all)), done_(file_.read().practiced) {
  const auto undone =
      std::find_if(all_.begin(), all_.end(), [&](const Exercise& one) { return !is_done(one); });
  if (undone != all_.end()) at_ = static_cast<std::size_t>(undone - all_.begin());
}

std::optional<Text> Exercises::keep_done() {
  const std::string step = id(at_hand().place);
  done_.insert(step);
  file_.change([&](Progress& progress) { progress.practiced.insert(step); });
  return file_.notice();
}

const Exercise* Exercises::next() const {
  for (std::size_t step = 1; step < all_.size(); ++step) {
    const Exercise& one = all_[(at_ + step) % all_.size()];
    if (!is_done(one)) return &one;
  }
  return nullptr;
}

Page Exercises::list() const {
  Page page("list");
  std::vector<std::vector<block::Cell>> rows;
  for (const Exercise& one : all_) {
    rows.push_back({Text(&one == &at_hand() ? ">" : ""), Text(is_done(one) ? "✓" : ""),
                    Text(id(one.place)), Text(one.place.step->title), Text(visible(one.path))});
  }
  page.table({{""}, {""}, {"단계", "step"}, {"제목", "title"}, {"파일", "file"}}, std::move(rows));
  return page;
}

}  // namespace attn
