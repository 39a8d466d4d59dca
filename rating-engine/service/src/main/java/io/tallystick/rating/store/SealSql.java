package io.tallystick.rating.store;

import io.tallystick.schemas.json.Json;
import io.tallystick.schemas.rated.Sealed;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;

/** Statements on the answers to closes. */
final class SealSql {
    static final String READ = "SELECT result::text FROM seal WHERE close_id = $1 AND partition = $2";

    static final String SINCE =
            "SELECT result::text FROM seal WHERE partition = $1 AND log_offset >= $2 ORDER BY log_offset";

    static final String ADD = """
            INSERT INTO seal (close_id, partition, cutoff, log_offset, result)
            VALUES ($1, $2, $3, $4, $5::text::jsonb)""";

    private SealSql() {}

    static Tuple columns(Sealed sealed) {
        return Tuple.from(new Object[] {
            sealed.closeId(),
            sealed.partition(),
            Columns.utc(sealed.cutoff()),
            sealed.offset(),
            new String(Json.bytes(sealed), StandardCharsets.UTF_8)
        });
    }

    static Sealed read(Row row) {
        return Json.read(row.getString(0).getBytes(StandardCharsets.UTF_8), Sealed.class);
    }
}
