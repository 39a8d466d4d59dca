package io.tallystick.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tallystick.embedded.EmbeddedException;
import io.tallystick.launcher.client.ApiProblem;
import java.io.PrintWriter;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/**
 * The verbs of {@code ./tally}. Exit codes: 0 done, 1 refused or failed (the sentence on standard error says why), 2 the
 * command line was not understood, 3 nothing is running.
 */
@Command(
        name = "./tally",
        subcommands = {
            UpCommand.class,
            SuperviseCommand.class,
            TrainCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            SendCommand.class,
            SpendCommand.class,
            ExplainCommand.class,
            VerifyInvoiceCommand.class,
            VerifyCommand.class,
            WhatIfCommand.class,
            CloseCommand.class,
            TraceCommand.class,
            UnmatchedCommand.class,
            VoidCommand.class,
            AmendCommand.class,
            ReleaseCommand.class,
            CorrectionsCommand.class,
            BackfillCommand.class,
            PriceBookCommand.class
        })
final class Main {
    /** Kept, because the log manager forgets a logger that nobody holds. */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private Main() {}

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] args) {
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler(Main::explain)
                .execute(args));
    }

    private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
        String code = code(failure);
        ParseResult verb = arguments;
        while (verb.hasSubcommand()) {
            verb = verb.subcommand();
        }
        if (verb.hasMatchedOption("--json")) {
            ObjectNode answer = Json.MAPPER.createObjectNode();
            answer.putObject("error").put("code", code).put("message", failure.getMessage());
            command.getOut().println(Json.pretty(answer));
        }
        PrintWriter err = command.getErr();
        if (code.equals("unexpected")) {
            failure.printStackTrace(err);
        }
        err.println("tally: " + failure.getMessage());
        return 1;
    }

    /** The stable code of a failure. */
    static String code(Exception failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.code();
            case EmbeddedException embedded -> embedded.code();
            case ApiProblem problem -> problem.code();
            default -> "unexpected";
        };
    }
}
