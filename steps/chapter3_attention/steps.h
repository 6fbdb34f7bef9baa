#pragma once

#include "lesson/page.h"
#include "lesson/settings.h"

/// The steps of chapter 3, one file for each, in the order of chapter.cpp. Each computes with the
/// settings and writes what it found to the page.

namespace attn::chapter3 {

void the_whole_flow(const Settings& settings, Page& page);
void token_embeddings(const Settings& settings, Page& page);
void scores_of_one_query(const Settings& settings, Page& page);
void dot_product(const Settings& settings, Page& page);
void divide_by_the_sum(const Settings& settings, Page& page);
void softmax_by_definition(const Settings& settings, Page& page);
void stable_softmax(const Settings& settings, Page& page);
void context_vector(const Settings& settings, Page& page);
void scores_with_loops(const Settings& settings, Page& page);
void scores_by_one_product(const Settings& settings, Page& page);
void softmax_of_each_row(const Settings& settings, Page& page);
void row_sums(const Settings& settings, Page& page);
void all_context_vectors(const Settings& settings, Page& page);
void the_row_of_the_query(const Settings& settings, Page& page);
void why_trainable_weights(const Settings& settings, Page& page);
void weight_matrices(const Settings& settings, Page& page);
void query_key_value(const Settings& settings, Page& page);
void all_keys_and_values(const Settings& settings, Page& page);
void output_size(const Settings& settings, Page& page);
void one_score(const Settings& settings, Page& page);
void scores_against_all_keys(const Settings& settings, Page& page);
void why_scale(const Settings& settings, Page& page);
void scale_then_softmax(const Settings& settings, Page& page);
void context_vector_from_values(const Settings& settings, Page& page);
void self_attention_v1(const Settings& settings, Page& page);
void transpose_and_T(const Settings& settings, Page& page);
void self_attention_v2(const Settings& settings, Page& page);
void why_causal(const Settings& settings, Page& page);
void who_sees_whom(const Settings& settings, Page& page);
void zero_above_the_diagonal(const Settings& settings, Page& page);
void renormalize_rows(const Settings& settings, Page& page);
void mask_with_minus_infinity(const Settings& settings, Page& page);
void causal_weights(const Settings& settings, Page& page);
void what_dropout_is(const Settings& settings, Page& page);
void dropout_keeps_the_mean(const Settings& settings, Page& page);
void dropout_on_the_weights(const Settings& settings, Page& page);
void stack_and_cat(const Settings& settings, Page& page);
void causal_attention_with_batch(const Settings& settings, Page& page);
void heads_one_after_another(const Settings& settings, Page& page);
void multi_head_in_one_piece(const Settings& settings, Page& page);
void what_transpose_does(const Settings& settings, Page& page);
void head_scores_at_once(const Settings& settings, Page& page);

}  // namespace attn::chapter3
