package io.tallystick.rating;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.tallystick.testkit.TallyResources;
import java.util.Map;

/** The pair with the datasource of rating alone, and three partitions. */
public final class RatingResources implements QuarkusTestResourceLifecycleManager {
    static final int PARTITIONS = 3;

    private final TallyResources pair = new TallyResources();

    /** Made by Quarkus. */
    public RatingResources() {}

    @Override
    public void init(Map<String, String> arguments) {
        pair.init(Map.of("partitions", Integer.toString(PARTITIONS), "datasources", "rating"));
    }

    @Override
    public Map<String, String> start() {
        return pair.start();
    }

    @Override
    public void stop() {
        pair.stop();
    }
}
