package io.tallystick.rating;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs dynamic tests as one test that ends with the first failure. Mutation testing starts each test for itself, for every
 * mutation; a table that falls into hundreds of tests would be read hundreds of times. The tests case by case carry the tag
 * {@code case-by-case}, which mutation testing leaves out.
 */
public final class InOnePiece {
    private InOnePiece() {}

    /** Runs them in order. */
    public static void run(Stream<? extends DynamicNode> nodes) throws Throwable {
        for (DynamicNode node : (Iterable<DynamicNode>) nodes.map(DynamicNode.class::cast)::iterator) {
            switch (node) {
                case DynamicContainer container -> run(container.getChildren());
                case DynamicTest test -> test.getExecutable().execute();
                default -> throw new AssertionError("neither a test nor a container: " + node.getDisplayName());
            }
        }
    }
}
