#include <algorithm>

#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/transfer.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// Start from what task A taught, then let everything move.
void fine_tuning(const Settings& s, Page& page) {
  const Trained all = fine_tuned(s);
  const Trained partly = partly_tuned(s);
  Model before = all.start;
  Model after = all.model;

  page.text(
      "미세 조정(fine-tuning)도 사전 학습한 몸통에서 출발하지만, 머리와 함께 몸통까지 모두 "
      "학습합니다. 특징이 새 과제에 맞게 바뀔 수 있으므로 대개 더 잘 맞습니다. 그 대신 배울 것이 "
      "많고, 데이터가 아주 적으면 과적합할 수 있으며, 앞서 배운 것을 잊기도 합니다. 그래서 "
      "학습률(learning rate)을 작게 하거나, partly_tuned처럼 앞쪽 층은 동결한 채 뒤쪽 층만 "
      "학습하기도 합니다.",
      "Fine-tuning starts from the pre-trained body, too, but the body learns along with the head. "
      "Features can adapt to the new task, so they usually fit it better. In return there is more "
      "to learn, the model may overfit when examples are very few, and it may forget what it knew. "
      "So the learning rate is often kept small, or early layers stay frozen and only the last "
      "ones learn, as in partly_tuned.");
  page.practice_gives({"loss_fine_tuned", "loss_partly_tuned"});
  page.code(
      "fine_tuned = with_pretrained_body()\n"
      "loss_fine_tuned = train(fine_tuned, ids_b, labels_b,\n"
      "                        fine_tuned.parameters(), lr={0:.1f}, steps={1})\n"
      "partly_tuned = with_pretrained_body()\n"
      "partly_tuned.embedding.requires_grad_(False)\n"
      "last_layers = [*partly_tuned.hidden.parameters(),\n"
      "               *partly_tuned.head.parameters()]\n"
      "loss_partly_tuned = train(partly_tuned, ids_b, labels_b,\n"
      "                          last_layers, lr={0:.1f}, steps={1})",
      rate_b, steps_b);
  page.tensor(all.losses);
  page.tensor(partly.losses);
  page.text("fine_tuned.embedding을 2번의 pretrained.embedding과 비교해 보십시오.",
            "Compare fine_tuned.embedding with pretrained.embedding of step 2.");
  page.tensor(after.embedding);
  show_what_moved(page, {all, partly});

  const Parameters from = all_of(before);
  const Parameters to = all_of(after);
  std::size_t moving = 0;
  for (std::size_t i = 0; i < to.size(); ++i) moving += moved(*from[i], *to[i]) > 0 ? 1 : 0;
  page.check(moving == to.size(), "파라미터 텐서 {}개가 모두 움직였습니다",
             "all {} parameter tensors have moved", to.size());

  page.check(moved(partly.start.embedding, partly.model.embedding) == 0 &&
                 moved(partly.start.hidden.weight, partly.model.hidden.weight) > 0,
             "partly_tuned에서는 임베딩은 그대로이고 은닉층은 움직였습니다",
             "in partly_tuned the embedding stayed and the hidden layer moved");

  const std::vector<float> seen = task_b().ids.values();
  bool as_seen = true;
  Size still = 0;
  for (Size word = 0; word < after.embedding.size(0); ++word) {
    const bool occurs = std::find(seen.begin(), seen.end(), static_cast<float>(word)) != seen.end();
    as_seen = as_seen && (moved(select(before.embedding, 0, word),
                                select(after.embedding, 0, word)) > 0) == occurs;
    still += occurs ? 0 : 1;
  }
  page.check(
      as_seen,
      "임베딩도 학습하지만 과제 B에 나오지 않은 단어 {}개의 행은 그대로입니다. 기울기가 0이기 "
      "때문입니다",
      "though the embeddings learn, the rows of the {} words that task B never shows stay "
      "as they were: their gradient is 0",
      still);
  page.ask_choice(
      {"미세 조정에서는 임베딩까지 경사 하강법(gradient descent)으로 학습합니다. 과제 B의 문장에 "
       "한 번도 나오지 않는 단어의 임베딩 행은 어떻게 됩니까?",
       "Fine-tuning lets the embeddings learn by gradient descent, too. What happens to the row "
       "of a word that never occurs in task B's examples?"},
      {{{"다른 행과 똑같이 움직입니다", "it moves as the other rows do"},
        {"나오지 않는 단어의 행은 손실에 영향을 주지 않으므로 기울기가 0입니다",
         "the row of a word that does not occur has no part in the loss, and its gradient is 0"}},
       {{"0에 가까워집니다", "it comes closer to 0"},
        {"경사 하강법만으로는 값을 0 쪽으로 당기는 힘이 없습니다",
         "gradient descent alone pulls nothing towards 0"}},
       {{"그대로입니다", "it stays as it is"}},
       {{"사전 학습 전의 값으로 돌아갑니다", "it goes back to what it was before pre-training"},
        {"학습은 예전 값을 따로 기억하지 않으므로 되돌아갈 수 없습니다",
         "training keeps no copy of earlier numbers that it could go back to"}}},
      as_seen ? 2 : 0);
}

}  // namespace attn::chapter6
