"""Questions about the rows of captures, as named queries: each reads one day."""

from infra.observability.queries import NamedQuery

QUALITY_QUERIES = (
    NamedQuery(
        "predictions-by-label",
        "What classifiers predicted today: how often each label came, and with which score",
        """\
SELECT endpoint, variant, label, count(*) AS predictions,
  CAST(count(*) AS double) / sum(count(*)) OVER (PARTITION BY endpoint, variant) AS share,
  avg(score) AS score
FROM quality CROSS JOIN UNNEST(predictions) AS prediction (label, score)
WHERE dt = cast(current_date AS varchar)
GROUP BY endpoint, variant, label
ORDER BY endpoint, variant, predictions DESC
""",
    ),
    NamedQuery(
        "halves-of-inferences",
        "Requests and answers of today that were captured in different files, joined by their id",
        """\
SELECT endpoint, variant, inference_id, min(inference_time) AS inference_time,
  bool_or(has_input) AS has_input, bool_or(has_output) AS has_output,
  arbitrary(prompt_characters) AS prompt_characters,
  arbitrary(prompt_tokens) AS prompt_tokens,
  arbitrary(answer_characters) AS answer_characters,
  arbitrary(completion_tokens) AS completion_tokens,
  bool_or(failed) AS failed, bool_or(empty) AS empty, bool_or(refused) AS refused
FROM quality
WHERE dt = cast(current_date AS varchar) AND has_input <> has_output
GROUP BY endpoint, variant, inference_id
ORDER BY inference_time
""",
    ),
)
