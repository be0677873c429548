package io.althing.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.client.Json;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command prints, and for whom: to be mixed into commands that ask no cluster. */
public final class Output {
    @Option(names = {"-o",
            "--output"}, paramLabel = "text|json", defaultValue = "text", description = "text for people, json for programs")
    private ClusterOptions.Format format = ClusterOptions.Format.text;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec mixee;

    /** Whether a program reads the output. */
    public boolean json() {
        return format == ClusterOptions.Format.json;
    }

    /** Prints one of the two. */
    public void print(Supplier<? extends JsonNode> program, Consumer<PrintWriter> person) {
        if (json()) {
            PrintWriter out = mixee.commandLine().getOut();
            out.println(Json.pretty(program.get()));
            out.flush();
        } else {
            text(person);
        }
    }

    /** Prints for a person, and nothing for a program. */
    public void text(Consumer<PrintWriter> person) {
        if (!json()) {
            PrintWriter out = mixee.commandLine().getOut();
            person.accept(out);
            out.flush();
        }
    }

    /** Tells how long work goes on, beside the output. */
    public void progress(String line) {
        PrintWriter err = mixee.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
