"""The catalog: records, the strict reader, rules, overlay, cache, and places resolved to arrays. No Qt."""
