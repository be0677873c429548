package io.althing.cli;

import io.althing.client.Answer;
import io.althing.client.ApiClient;
import io.althing.client.Endpoints;
import io.althing.client.ExitCode;
import io.althing.client.Json;
import io.althing.client.Tokens;
import io.althing.client.UserError;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that asks a cluster. */
public final class ClusterOptions {
    /** How answers are printed. */
    public enum Format {
        text, json
    }

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Option(names = "--target", paramLabel = "FILE", defaultValue = "althing-data/endpoints.json", description = "the cluster's endpoints.json (default: ${DEFAULT-VALUE})")
    private Path target = Path.of("althing-data", "endpoints.json");

    @Option(names = "--at", paramLabel = "REGION", description = "ask this region only (default: the first that can answer)")
    private Optional<String> at = Optional.empty();

    @Option(names = "--as", paramLabel = "PRINCIPAL", description = "act as this principal of tokens.json")
    private Optional<String> principal = Optional.empty();

    @Option(names = "--token", paramLabel = "TOKEN", defaultValue = "${env:ALTHING_TOKEN}", description = "act with this token (or ALTHING_TOKEN)")
    private Optional<String> token = Optional.empty();

    @Option(names = {"-o",
            "--output"}, paramLabel = "text|json", defaultValue = "text", description = "text for people, json for programs")
    private Format format = Format.text;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec mixee;

    /** The directory of endpoints.json, where a cluster on one machine keeps its other files too. */
    public Path home() {
        return target.toAbsolutePath().resolveSibling(".").normalize();
    }

    /** The cluster's addresses. */
    public Endpoints endpoints() {
        return Endpoints.read(target);
    }

    /** A client that reads, as whoever the options name. */
    public ApiClient reader() {
        return client("");
    }

    /** A client that acts as the given principal unless the options name another. */
    public ApiClient client(String usual) {
        String who = principal.orElse(usual);
        Optional<String> secret = token.filter(t -> !t.isBlank());
        if (secret.isEmpty() && !who.isEmpty()) {
            Path file = target.resolveSibling("tokens.json");
            secret = Optional.of(Tokens.read(file).of(who).orElseThrow(() -> UserError
                    .usage(file + " has no token of '" + who + "'; give one with --token or ALTHING_TOKEN")));
        }
        ApiClient all = ApiClient.of(endpoints(), secret);
        return at.map(all::only).orElse(all);
    }

    /** Whether a program reads the output. */
    public boolean json() {
        return format == Format.json;
    }

    /** Where answers go. */
    public PrintWriter out() {
        return mixee.commandLine().getOut();
    }

    /** Prints the answer as it came for a program, or what the printer makes of it for a person. */
    int print(Answer answer, TextView view) {
        if (json()) {
            out().println(Json.pretty(answer.json()));
        } else {
            view.print(answer.json(), out());
        }
        out().flush();
        return ExitCode.OK;
    }
}
