"""Questions about the records, as named queries: each is one to copy and change.

A query reads one day. An event counts once, by its id, as in the metrics: CloudWatch Logs may send
it twice, in two records.
"""

from dataclasses import dataclass

INFERENCES = """\
WITH inferences AS (
  SELECT
    split_part(loggroup, '/', 5) AS endpoint,
    split_part(logstream, '/', 1) AS variant,
    id AS event_id,
    arbitrary(json_extract_scalar(message, '$.request_id')) AS request_id,
    arbitrary(json_extract_scalar(message, '$.model')) AS model,
    arbitrary(CAST(json_extract_scalar(message, '$.status') AS integer)) AS status,
    arbitrary(CAST(json_extract_scalar(message, '$.prompt_tokens') AS bigint)) AS prompt_tokens,
    arbitrary(CAST(json_extract_scalar(message, '$.completion_tokens') AS bigint))
      AS completion_tokens,
    arbitrary(CAST(json_extract_scalar(message, '$.ttft_ms') AS double)) AS ttft_ms,
    arbitrary(CAST(json_extract_scalar(message, '$.tpot_ms') AS double)) AS tpot_ms,
    arbitrary(CAST(json_extract_scalar(message, '$.latency_ms') AS double)) AS latency_ms,
    arbitrary(json_extract_scalar(message, '$.finish_reason')) AS finish_reason,
    arbitrary(json_extract_scalar(message, '$.time')) AS time
  FROM records CROSS JOIN UNNEST(logevents) AS event (id, logged, message)
  WHERE dt = cast(current_date AS varchar) AND messagetype = 'DATA_MESSAGE'
    AND json_extract_scalar(message, '$.lockgate') = 'inference'
  GROUP BY loggroup, logstream, id
)
"""
"""The lines of this project's containers; those of other servers have no figures to extract."""


@dataclass(frozen=True)
class NamedQuery:
    """One question."""

    name: str
    description: str
    sql: str


def _of_inferences(sql: str) -> str:
    return INFERENCES + sql


QUERIES = (
    NamedQuery(
        "inferences-by-endpoint",
        "Requests, errors, tokens and times of each endpoint, variant and model today",
        _of_inferences("""\
SELECT endpoint, variant, model, count(*) AS requests,
  count_if(status >= 500) AS server_errors,
  sum(prompt_tokens) AS prompt_tokens, sum(completion_tokens) AS completion_tokens,
  approx_percentile(ttft_ms, ARRAY[0.5, 0.95, 0.99]) AS ttft_ms,
  approx_percentile(latency_ms, ARRAY[0.5, 0.95, 0.99]) AS latency_ms
FROM inferences
GROUP BY endpoint, variant, model
ORDER BY requests DESC
"""),
    ),
    NamedQuery(
        "slowest-inferences",
        "The hundred requests of today that took longest, with their ids",
        _of_inferences("""\
SELECT * FROM inferences ORDER BY latency_ms DESC NULLS LAST LIMIT 100
"""),
    ),
    NamedQuery(
        "quality-of-inferences",
        "What captures of today say, beside the tokens and times of the same requests",
        _of_inferences("""\
SELECT quality.endpoint, quality.variant, quality.inference_id, quality.inference_time,
  quality.operation, quality.model, inferences.status, inferences.finish_reason,
  quality.failed, quality.empty, quality.refused, quality.repetition, quality.answer_characters,
  coalesce(quality.prompt_tokens, inferences.prompt_tokens) AS prompt_tokens,
  coalesce(quality.completion_tokens, inferences.completion_tokens) AS completion_tokens,
  inferences.ttft_ms, inferences.latency_ms
FROM quality LEFT JOIN inferences
  ON quality.endpoint = inferences.endpoint AND quality.variant = inferences.variant
  AND quality.inference_id = inferences.request_id
WHERE quality.dt = cast(current_date AS varchar)
ORDER BY quality.inference_time
"""),
    ),
    NamedQuery(
        "answers-by-endpoint",
        "Empty, refused, failed and repetitive answers of each endpoint today, by its captures",
        """\
SELECT endpoint, variant, count(*) AS captured, count_if(failed) AS failed,
  count_if(empty) AS empty, count_if(refused) AS refused, avg(repetition) AS repetition,
  avg(answer_characters) AS answer_characters
FROM quality
WHERE dt = cast(current_date AS varchar)
GROUP BY endpoint, variant
ORDER BY captured DESC
""",
    ),
    NamedQuery(
        "quarantined-records",
        "What could not be read today, and why",
        """\
SELECT reason, "where".log_group AS log_group, "where".key AS capture, count(*) AS records
FROM quarantine
WHERE dt = cast(current_date AS varchar)
GROUP BY 1, 2, 3
ORDER BY records DESC
""",
    ),
)
