package io.tallystick.rating.config.pricebook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.schemas.meter.Meter;
import java.util.List;

/** Reads and writes meters; the notation is that of the message on {@code catalog.meters}. */
final class MeterCodec {
    private MeterCodec() {}

    static Meter meter(Fields fields) {
        return meter(fields, fields.text("key"), fields.texts("eventTypes"));
    }

    static Meter meter(Fields fields, String key, List<String> eventTypes) {
        Meter meter = new Meter(
                key,
                fields.optionalText("name"),
                eventTypes,
                fields.choice("aggregation", Meter.Aggregation.class),
                fields.optionalText("value"),
                fields.optionalText("unique"),
                fields.optionalText("percentile"),
                fields.optionalText("bucket"),
                fields.optionalChoice("bucketBy", Meter.BucketBy.class),
                fields.optionalChoice("per", Meter.Per.class),
                fields.list("filter", MeterCodec::condition),
                fields.texts("dimensions", "dimensions and their JSON pointers"),
                fields.optionalChoice("negative", Meter.Negative.class),
                fields.flag("archived", false));
        fields.done();
        return meter;
    }

    static Meter.Condition condition(Fields fields) {
        Meter.Condition condition = new Meter.Condition(fields.text("dimension"), fields.texts("in"));
        fields.done();
        return condition;
    }

    static ObjectNode write(Meter meter) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("key", meter.key());
        meter.name().ifPresent(name -> out.put("name", name));
        ArrayNode types = out.putArray("eventTypes");
        meter.eventTypes().forEach(types::add);
        out.put("aggregation", meter.aggregation().name());
        meter.value().ifPresent(value -> out.put("value", value));
        meter.unique().ifPresent(unique -> out.put("unique", unique));
        meter.percentile().ifPresent(percentile -> out.put("percentile", percentile));
        meter.bucket().ifPresent(bucket -> out.put("bucket", bucket));
        meter.bucketBy().ifPresent(by -> out.put("bucketBy", by.name()));
        meter.per().ifPresent(per -> out.put("per", per.name()));
        conditions(out, meter.filter());
        if (!meter.dimensions().isEmpty()) {
            PriceWriter.map(out, "dimensions", meter.dimensions());
        }
        meter.negative().ifPresent(negative -> out.put("negative", negative.name()));
        // Always there, because the message on catalog.meters requires it.
        out.put("archived", meter.archived());
        return out;
    }

    static void conditions(ObjectNode out, List<Meter.Condition> filter) {
        if (filter.isEmpty()) {
            return;
        }
        ArrayNode list = out.putArray("filter");
        for (Meter.Condition condition : filter) {
            ObjectNode node = list.addObject().put("dimension", condition.dimension());
            ArrayNode in = node.putArray("in");
            condition.in().forEach(in::add);
        }
    }
}
