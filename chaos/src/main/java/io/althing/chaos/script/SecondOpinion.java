package io.althing.chaos.script;

import io.althing.chaos.arena.Shell;
import io.althing.chaos.check.Verdict;
import io.althing.chaos.check.Verdict.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Porcupine's verdict on a written history, where Go is present to build it with. */
public final class SecondOpinion {
    private static final String NAME = "porcupine";

    private final Path sources;
    private final Path program;

    /** @param home the project's directory */
    public SecondOpinion(Path home) {
        this.sources = home.resolve("chaos/porcupine");
        this.program = home.resolve("chaos/target/porcupine").toAbsolutePath();
    }

    /** Asks it about a history that was written to a file. */
    public Verdict of(Path history) throws IOException {
        if (!Files.isExecutable(program)) {
            if (!Files.isDirectory(sources) || !Shell.succeeds("go", "version")) {
                return new Verdict(NAME, Standing.SKIPPED, List.of("there is no Go here to build it with"));
            }
            Files.createDirectories(program.getParent());
            Shell.Said built = Shell.attempt("",
                    List.of("go", "build", "-C", sources.toString(), "-o", program.toString(), "."));
            if (built.exit() != 0) {
                return new Verdict(NAME, Standing.SKIPPED, List.of("it could not be built: " + built.output().strip()));
            }
        }
        Shell.Said said = Shell.attempt("", List.of(program.toString(), history.toString()));
        return new Verdict(NAME, switch (said.exit()) {
            case 0 -> Standing.HELD;
            case 1 -> Standing.BROKEN;
            default -> Standing.UNKNOWN;
        }, List.of(said.output().strip().replace(history.toString(), "operations:")));
    }
}
