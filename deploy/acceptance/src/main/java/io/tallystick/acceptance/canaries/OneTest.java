package io.tallystick.acceptance.canaries;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Arrays;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs some test methods in this process; the exit code is 0 if all passed, 1 if one failed, 2 if there was none. */
final class OneTest {
    private OneTest() {}

    public static void main(String[] methods) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(Arrays.stream(methods)
                                        .map(OneTest::named)
                                        .toList())
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.getFailures()
                .forEach(failure -> System.out.println(
                        failure.getTestIdentifier().getDisplayName() + ": " + failure.getException()));
        if (summary.getTestsFoundCount() == 0) {
            System.exit(2);
        }
        System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
    }

    /** A test with parameters cannot be named by its method's name alone. */
    private static MethodSelector named(String test) {
        int hash = test.indexOf('#');
        try {
            Class<?> type = Class.forName(test.substring(0, hash));
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(test.substring(hash + 1)))
                    .findFirst()
                    .map(method -> selectMethod(type, method))
                    .orElseThrow(() -> new IllegalArgumentException("no test " + test));
        } catch (ClassNotFoundException absent) {
            throw new IllegalArgumentException("no test " + test, absent);
        }
    }
}
