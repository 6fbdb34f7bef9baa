#include "chapter6_transfer_vision/pieces.h"
#include "chapter6_transfer_vision/steps.h"
#include "lesson/comparing.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// Sentences of different lengths in one tensor: the shorter is filled up.
void ids_to_vectors(const Settings& s, Page& page) {
  const Batch batch = padded_batch(s);
  const Size longest = batch.input_ids.size(1);

  page.text(
      "번호는 임베딩 표에서 행을 고르는 데 쓰이므로, 번호 하나가 벡터 하나가 됩니다. 여러 문장을 "
      "한 배치(batch)로 묶으려면 길이가 같아야 하므로, 짧은 문장의 뒤를 [PAD]로 채웁니다. 이것을 "
      "패딩(padding)이라고 합니다. 어디가 진짜 조각(1)이고 어디가 채운 자리(0)인지는 "
      "attention_mask에 적어 둡니다. 사전 학습한 모델이라면 표도 함께 받지만, 여기서는 난수로 "
      "만듭니다.",
      "Ids pick rows from the table of embeddings: each id becomes a vector. Sentences must have "
      "one length to be put into a batch, so the shorter is filled up with [PAD], which is called "
      "padding. attention_mask records where the real pieces (1) and the padding (0) are. A "
      "pre-trained model brings its own table; here it is random.");
  page.code(
      "d, num_heads = {}, {}\n"
      "input_ids = torch.zeros(2, max(len(english_ids), len(korean_ids)),\n"
      "                        dtype=torch.long)        # 0 is [PAD]\n"
      "input_ids[0, :len(english_ids)] = english_ids\n"
      "input_ids[1, :len(korean_ids)] = korean_ids\n"
      "attention_mask = (input_ids != 0).float()\n"
      "torch.manual_seed({})\n"
      "token_embedding = torch.randn(len(vocabulary), d)\n"
      "x = token_embedding[input_ids]                   # (2, T, d)",
      d_model(s), s.heads(), s.seed_or(seed_of_models));
  page.whole_numbers(batch.input_ids);
  page.whole_numbers(batch.attention_mask);
  page.tensor(batch.x);

  const Tensor english_x = select(batch.x, 0, 0);
  const Tensor korean_x = select(batch.x, 0, 1);
  page.check(
      sum(sum(batch.attention_mask, 1), 0).item() == static_cast<float>(batch.length + longest),
      "attention_mask의 합은 두 문장의 조각 수 {} + {}[과/와] 같습니다",
      "attention_mask adds up to the pieces of both sentences, {} + {}", batch.length, longest);
  page.check(largest_size(select(english_x, 0, 0) - select(korean_x, 0, 0)) == 0,
             "[CLS]의 벡터는 두 문장에서 같습니다: 번호가 같으면 벡터도 같습니다",
             "[CLS] has the same vector in both sentences: the same id, the same vector");
  page.check(
      largest_size(select(english_x, 0, longest - 1) - select(batch.token_embedding, 0, 0)) == 0,
      "채운 자리에도 벡터, 즉 [PAD]의 임베딩이 들어갑니다. 어텐션이 보지 못하게 하는 일은 8번에서 "
      "합니다",
      "padding has a vector, too, the embedding of [PAD]; step 8 keeps attention from looking at "
      "it");
  page.ask_shape({formatted("token_embedding의 모양은 {}입니다. input_ids가 아래와 같으면 "
                            "token_embedding[input_ids]의 모양은 무엇입니까?",
                            to_string(batch.token_embedding.shape())),
                  formatted("token_embedding is {}. With input_ids as below, what is the shape of "
                            "token_embedding[input_ids]?",
                            to_string(batch.token_embedding.shape()))},
                 batch.x, {batch.input_ids});
}

}  // namespace attn::chapter6
