package io.tallystick.launcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.launcher.client.TallyClient;
import io.tallystick.launcher.view.Screen;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the verbs have in common that ask the services: whom they ask, and whether people or programs read the answer. */
abstract class Verb implements Callable<Integer> {
    @Option(names = "--json", description = "Prints the answer as JSON.")
    private boolean json;

    @Mixin
    private ServicesOption services;

    @Override
    public final Integer call() {
        try (TallyClient client = services.connect(Home.fromSystemProperties())) {
            return run(client);
        }
    }

    abstract int run(TallyClient client);

    /** Where progress and words go; the answer in JSON has standard output for itself. */
    final Screen screen() {
        return new Screen(json ? System.err : System.out, Screen.isWatched(), InstantSource.system());
    }

    /** Prints the answer as JSON if that was asked for, otherwise lets {@code words} print it. */
    final void tell(Object answer, Runnable words) {
        if (json) {
            System.out.println(Json.pretty(answer));
        } else {
            words.run();
        }
    }

    static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }
}
