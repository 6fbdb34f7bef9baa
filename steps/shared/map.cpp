#include "shared/map.h"

namespace attn {

void begin_code(Page& page) {
  page.code("import torch");
  page.text(
      "단계마다 있는 PyTorch 코드는 앞 단계의 코드가 만든 이름을 이어서 씁니다. 이 장의 코드를 "
      "위에서부터 차례로 실행하십시오. 한 단계만 실행하면 NameError가 날 수 있습니다. 한 단계에 "
      "필요한 줄을 모두 모은 프로그램은 attn code가 써 줍니다.",
      "The PyTorch code of a step goes on with the names that the code of earlier steps made. Run "
      "that of a chapter from the top; a single step by itself may end in a NameError. attn code "
      "writes a program with all the lines that a single step needs.");
}

}  // namespace attn
