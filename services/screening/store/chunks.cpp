// One place that turns a number of candidates into work, for files and batches alike.
#include "store/chunks.h"

namespace furui {

std::string chunk_statements(std::int64_t screening, std::int64_t rows, std::int32_t chunk_rows) {
  const std::string id = std::to_string(screening);
  if (rows == 0)
    return "UPDATE ranking SET state = 4, finished_at = now() WHERE screening_id = " + id + ";"
           "UPDATE screening SET state = 4, candidates = 0, started_at = coalesce(started_at, now()), finished_at = now() WHERE id = " + id + ";"
           "SELECT pg_notify('furui_progress', '" + id + "')";
  const std::string chunk = std::to_string(chunk_rows);
  const std::string total = std::to_string(rows);
  const std::string chunks = "(" + total + " + " + chunk + " - 1) / " + chunk;
  const auto models = [](const char* which) {
    return std::string("ARRAY(SELECT model_version_id FROM screening_model m WHERE m.screening_id = s.id AND ") + which + " ORDER BY position)";
  };
  // The ranking waits for the hulls where there are any, else for the chunks; the hulls wait for the chunks.
  return "INSERT INTO work (project_id, screening_id, kind, ranking_id, blockers) "
         "SELECT s.project_id, s.id, 3, r.id, CASE WHEN EXISTS (SELECT 1 FROM screening_model m WHERE m.screening_id = s.id AND m.assesses) THEN 1 ELSE " + chunks + " END "
         "FROM screening s JOIN ranking r ON r.screening_id = s.id WHERE s.id = " + id + ";"
         "INSERT INTO work (project_id, screening_id, kind, model_version_ids, blockers, unblocks) "
         "SELECT s.project_id, s.id, 5, " + models("m.assesses") + ", " + chunks + ", (SELECT w.id FROM work w WHERE w.screening_id = s.id AND w.kind = 3) "
         "FROM screening s WHERE s.id = " + id + " AND EXISTS (SELECT 1 FROM screening_model m WHERE m.screening_id = s.id AND m.assesses);"
         "INSERT INTO work (project_id, screening_id, kind, first_ordinal, rows, model_version_ids, unblocks) "
         "SELECT s.project_id, s.id, 2, first, least(" + chunk + ", " + total + " - first), " + models("NOT m.assesses") + ", "
         "(SELECT w.id FROM work w WHERE w.screening_id = s.id AND w.kind IN (3, 5) ORDER BY w.kind DESC LIMIT 1) "
         "FROM screening s, generate_series(0, " + total + " - 1, " + chunk + ") first WHERE s.id = " + id + " ORDER BY first;"
         "UPDATE screening SET candidates = " + total + " WHERE id = " + id + ";"
         "SELECT pg_notify('furui_work', ''), pg_notify('furui_progress', '" + id + "')";
}

}  // namespace furui
