#include "tensor/dims.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tensor/shape_error.h"

namespace attn::dims_test {

TEST(Dims, PrintAsShapesDo) {
  EXPECT_EQ(to_string(Shape{}), "()");
  EXPECT_EQ(to_string(Shape{6}), "(6)");
  EXPECT_EQ(to_string(Shape{2, 6, 3}), "(2,6,3)");
}

TEST(Dims, AScalarHasOneCell) {
  EXPECT_EQ(Shape{}.product(), 1);
}

TEST(Dims, AnAxisCanComeAndGo) {
  EXPECT_EQ((Shape{2, 3}.inserted(0, 5)), (Shape{5, 2, 3}));
  EXPECT_EQ((Shape{2, 3}.inserted(2, 5)), (Shape{2, 3, 5}));
  EXPECT_EQ((Shape{2, 3, 4}.erased(1)), (Shape{2, 4}));
  EXPECT_EQ((Shape{2, 3}.with(1, 7)), (Shape{2, 7}));
}

TEST(Dims, NegativeDimsCountFromTheEnd) {
  EXPECT_EQ(axis_of(-1, 3), 2);
  EXPECT_EQ(axis_of(0, 3), 0);
  EXPECT_THROW(axis_of(3, 3), ShapeError);
  EXPECT_THROW(axis_of(-4, 3), ShapeError);
}

TEST(Dims, MoreAxesThanThereIsRoomForAreRefused) {
  EXPECT_THROW(Dims::filled(Dims::max_rank + 1, 1), ShapeError);
}

TEST(Broadcast, AxesMeetFromTheLast) {
  EXPECT_EQ(broadcast_shape({2, 3}, {3}), (Shape{2, 3}));
  EXPECT_EQ(broadcast_shape({4, 1}, {2, 1, 5}), (Shape{2, 4, 5}));
  EXPECT_EQ(broadcast_shape({}, {2, 2}), (Shape{2, 2}));
  EXPECT_THROW(broadcast_shape({2, 3}, {2}), ShapeError);
}

TEST(Broadcast, ARepeatedAxisIsAlwaysAtItsOnlyPlace) {
  EXPECT_EQ(broadcast_cell({1, 2, 3}, {3, 1}), (Index{2, 0}));
  EXPECT_EQ(broadcast_cell({1, 2}, {}), Index{});
}

TEST(Cells, AreVisitedRowByRow) {
  std::vector<std::string> cells;
  for_each_cell({2, 2}, [&](const Index& cell) { cells.push_back(to_string(cell)); });
  EXPECT_EQ(cells, (std::vector<std::string>{"(0,0)", "(0,1)", "(1,0)", "(1,1)"}));
}

TEST(Cells, AnEmptyShapeHasNone) {
  int cells = 0;
  for_each_cell({3, 0}, [&](const Index&) { ++cells; });
  EXPECT_EQ(cells, 0);
}

TEST(Cells, TheirPlaceIsTheNumberOfCellsBefore) {
  Size before = 0;
  for_each_cell({2, 3, 4}, [&](const Index& cell) {
    EXPECT_EQ(row_major_place(cell, {2, 3, 4}), before++);
  });
}

}  // namespace attn::dims_test
