#include "chapter6_transfer_vision/steps.h"
#include "chapter6_transfer_vision/vision.h"
#include "lesson/comparing.h"
#include "shared/by_hand.h"
#include "tensor/operations.h"

namespace attn::chapter6 {

// What the table of embeddings is to text, a linear layer is to patches.
void patches_to_vectors(const Settings& s, Page& page) {
  const Seen seen = chapter6::seen(s);
  const Size n = seen.patches.size(0);

  page.text(
      "글에서는 조각의 번호로 임베딩 표의 행을 골랐지만, 패치는 이미 수이므로, 화소를 0에서 1 "
      "사이로 맞추어 선형층 하나로 d차원 벡터로 투영(projection)합니다. 그 앞에 클래스 토큰(class "
      "token) 하나를 붙입니다. 어느 패치에도 속하지 않고 어텐션으로 이미지 전체를 모으는 자리이며, "
      "분류는 이 토큰의 출력으로 합니다. 끝으로 자리마다 다른 위치 벡터를 더합니다. 클래스 토큰과 "
      "위치 벡터도 학습하는 파라미터이고, 여기서는 난수입니다.",
      "Pieces of text picked rows from a table by their ids. Patches are numbers already: their "
      "pixels are scaled to lie between 0 and 1, and a linear layer projects each patch to d "
      "numbers. A class token goes in "
      "front: it belongs to no patch, gathers the whole image by attention, and its output is used "
      "to classify. Last, each place has a position vector of its own, which is added. Class token "
      "and position vectors are learned as well; here they are random.");
  page.practice_gives({"patch_vectors"});
  page.code(
      "torch.manual_seed({})\n"
      "projection = torch.nn.Linear(16, d)\n"
      "patch_vectors = projection(patches / 9)          # (N, d)\n"
      "cls_token = torch.randn(1, d)\n"
      "with_class = torch.cat((cls_token, patch_vectors))\n"
      "position_embedding = torch.randn(len(with_class), d)\n"
      "image_x = with_class + position_embedding        # (1 + N, d)",
      s.seed_or(seed_of_models));
  page.tensor(seen.patch_vectors);
  page.text("왼쪽 아래 패치 p2는 비어 있으므로 선형층의 편향(bias) projection.bias만 남습니다.",
            "Patch p2, at the bottom left, is empty: only projection.bias is left of it.");
  page.tensor(*seen.projection.bias);
  page.text("이제 클래스 토큰을 붙이고 위치 벡터를 더합니다.",
            "Now the class token goes in front, and position vectors are added:");
  page.tensor(seen.cls_token);
  page.tensor(seen.with_class);
  page.tensor(seen.position_embedding);
  page.tensor(seen.image_x);

  // The patch at the bottom left is empty: nothing of it is left but the bias.
  const Tensor empty = select(seen.patches, 0, 2);
  page.check(largest_size(empty) == 0 &&
                 largest_size(select(seen.patch_vectors, 0, 2) - *seen.projection.bias) == 0,
             "p2의 벡터는 선형층의 편향과 같습니다", "the vector of p2 is the layer's bias");
  page.check(by_hand::is_linear(seen.patch_vectors, seen.patches / white, seen.projection),
             "패치 {}개의 벡터는 모두 화소(÷ {})와 projection.weight의 행을 내적(dot product)해 "
             "bias를 더한 것입니다",
             "the vectors of the {} patches are the dot products of their pixels (÷ {}) with the "
             "rows of projection.weight, plus the bias",
             n, white);
  page.ask_shape(
      {formatted("patches의 모양이 {}입니다. d = {}차원으로 투영하고 클래스 토큰을 붙인 "
                 "with_class의 모양은 무엇입니까?",
                 to_string(seen.patches.shape()), d_model(s)),
       formatted("patches has the shape {}. After the projection to d = {}, and with the "
                 "class token in front, what is the shape of with_class?",
                 to_string(seen.patches.shape()), d_model(s))},
      seen.with_class);
}

}  // namespace attn::chapter6
