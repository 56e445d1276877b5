ARRAY(
  SELECT (bucket << 32) + sum((duration - (bucket << 32))::integer)
  FROM unnest({durations}) AS duration, LATERAL (SELECT (duration + 2147483648) >> 32 AS bucket) AS split
  GROUP BY bucket HAVING sum((duration - (bucket << 32))::integer) <> 0 ORDER BY bucket
)
