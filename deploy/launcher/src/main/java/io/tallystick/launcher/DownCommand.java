package io.tallystick.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.embedded.FolderLock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description =
                "Stops the stack, and whatever an earlier one has left running. The data stay unless --wipe is given.")
final class DownCommand implements Callable<Integer> {
    @Option(names = "--wipe", description = "Deletes all data, keys and logs.")
    private boolean wipe;

    @Option(names = "--json", description = "Prints what was done as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Home home = Home.fromSystemProperties();
        boolean stopped = new RunningStack(home).stop();
        List<String> leftovers = clear(home);
        if (json) {
            ObjectNode done = Json.MAPPER.createObjectNode().put("stopped", stopped);
            leftovers.forEach(done.putArray("leftovers")::add);
            System.out.println(Json.pretty(done.put("wiped", wipe)));
        } else {
            tell(home, stopped, leftovers);
        }
        return 0;
    }

    private List<String> clear(Home home) {
        FolderLock lock = FolderLock.tryTake(home.folder())
                .orElseThrow(() -> new Refusal(
                        "busy",
                        "Another ./tally (process "
                                + FolderLock.lastHolder(home.folder()).orElse(0)
                                + ") is working in " + home.folder() + ": wait for it, or end it."));
        try (lock) {
            List<String> leftovers = new Leftovers(home).clear();
            if (wipe) {
                new Wipe(home).run();
            }
            return leftovers;
        }
    }

    private void tell(Home home, boolean stopped, List<String> leftovers) {
        leftovers.forEach(what -> System.out.println("Stopped what an earlier run had left: " + what));
        if (!stopped && leftovers.isEmpty()) {
            System.out.println("Nothing was running.");
        } else {
            System.out.println("Stopped.");
        }
        System.out.println(
                wipe ? "All data in " + home.folder() + " are deleted." : "The data stay in " + home.folder() + ".");
    }
}
