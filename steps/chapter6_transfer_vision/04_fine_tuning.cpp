#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// Start from what task A taught, then let everything move.
void fine_tuning(const Settings& s, Page& page) {
  const Trained trained = fine_tuned(s);
  Model before = trained.start;
  Model after = trained.model;

  page.text(
      "미세 조정(fine-tuning)도 사전 학습한 몸통에서 출발하지만, 머리와 함께 몸통까지 모두 학습합니다. "
      "특징이 새 과제에 맞게 바뀔 수 있으므로 대개 더 잘 맞습니다. 그 대신 배울 것이 많고, 예가 아주 "
      "적으면 과적합할 수 있으며, 앞서 배운 것을 잊기도 합니다. 실제로는 학습률을 작게 하거나 뒤쪽 층만 "
      "풀어 주기도 합니다.",
      "Fine-tuning starts from the pre-trained body, too, but the body learns along with the head. "
      "Features can adapt to the new task, so that they mostly fit better. In return there is "
      "more to learn, it may overfit where examples are very few, and it may forget what it knew. "
      "In practice the learning rate is kept small, or only the last layers are set free.");
  page.code(
      "fine_tuned = with_pretrained_body()\n"
      "loss_fine_tuned = train(fine_tuned, ids_b, labels_b,\n"
      "                        fine_tuned.parameters(), lr={:.1f}, steps={})",
      rate_b, steps_b);
  page.tensor(trained.losses);
  page.text("fine_tuned.embedding을 2번의 pretrained.embedding과 견주어 보십시오.",
            "Compare fine_tuned.embedding with pretrained.embedding of step 2.");
  page.tensor(after.embedding);
  show_what_moved(page, trained);

  const Parameters from = all_of(before);
  const Parameters to = all_of(after);
  std::size_t moving = 0;
  for (std::size_t i = 0; i < to.size(); ++i) moving += moved(*from[i], *to[i]) > 0 ? 1 : 0;
  page.check(moving == to.size(), "파라미터 {}개가 모두 움직였습니다",
             "all {} parameters have moved", to.size());

  Size still = 0;  // words that the task never shows
  for (Size word = 0; word < after.embedding.size(0); ++word) {
    const float distance =
        moved(select(before.embedding, 0, word), select(after.embedding, 0, word));
    still += distance == 0 ? 1 : 0;
  }
  page.check(
      still > 0,
      "임베딩이 학습해도 과제 B에 나오지 않은 낱말 {}개의 행은 그대로입니다. 기울기가 없기 때문입니다",
      "though the embeddings learn, the rows of the {} words that task B never shows stay: "
      "they have no gradient",
      still);
  page.ask_choice({"미세 조정에서 움직이는 것은 무엇입니까?",
                   "What moves when a model is fine-tuned as it is here?"},
                  {{"임베딩, 은닉층, 머리", "embedding, hidden layer and head"},
                   {"은닉층과 머리", "hidden layer and head"},
                   {"머리", "the head"},
                   {"임베딩", "the embedding"}},
                  moving == to.size()       ? 0
                  : moving == to.size() - 1 ? 1
                                            : 2);
}

}  // namespace attn::chapter6
