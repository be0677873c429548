package io.althing.chaos.arena;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Small libraries of ours, built here and preloaded into nodes. Needs a C compiler. */
final class Preload {
    private Preload() {}

    /** Why this machine cannot do it; empty if it can. */
    static Optional<String> missing(String what) {
        return Shell.succeeds("cc", "--version")
                ? Optional.empty()
                : Optional.of(what + " need Linux and a C compiler (Debian: apt-get install gcc libc6-dev)");
    }

    /** Builds a source that lies beside this class, and gives the library. */
    static Path build(Path directory, String name) throws IOException {
        Path source = directory.resolve(name + ".c");
        try (InputStream in = Preload.class.getResourceAsStream(name + ".c")) {
            Files.copy(Objects.requireNonNull(in, "the jar has " + name + ".c"), source);
        }
        Path library = directory.resolve(name + ".so");
        Shell.run("cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl");
        return library;
    }
}
