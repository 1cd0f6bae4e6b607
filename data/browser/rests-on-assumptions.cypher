// Numbers that are assumptions, where much is at stake · 關係重大而屬假設的數字
:param limit => 10;
MATCH path = (t:Technology|ControlPoint|Need)-[c:CITES]->(s:Source {kind: 'assumption'})
WHERE t.need_years_at_risk > 0
RETURN t.id AS id, t.name_en AS name, t.name_zh AS name_zh, c.property AS property,
       c.value AS value, c.low AS low, c.high AS high, c.confidence AS confidence,
       t.need_years_at_risk AS need_years_at_risk, s.id AS source, path
ORDER BY need_years_at_risk DESC, id, property
LIMIT toInteger($limit);
