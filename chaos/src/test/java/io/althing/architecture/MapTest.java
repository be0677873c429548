package io.althing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The map in ARCHITECTURE.md shows what is there. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MapTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void every_package_it_names_exists() throws IOException {
        Set<String> packages = javaFiles().map(file -> file.toString().replaceFirst("/[^/]*$", "").replace('/', '.'))
                .map(dotted -> dotted.substring(dotted.indexOf("io.althing"))).collect(Collectors.toSet());
        List<String> named = named("`(io\\.althing(?:\\.[a-z]+)+)`");
        assertThat(named).hasSizeGreaterThan(15);
        assertThat(packages).containsAll(named);
    }

    @Test
    void every_type_it_names_exists() throws IOException {
        Set<String> types = javaFiles().map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> named = named("`([A-Z][A-Za-z0-9]+)(?:\\.[a-z]\\w*(?:\\(.*?\\))?)?`").stream()
                .filter(name -> !nested(name)).toList();
        assertThat(named).hasSizeGreaterThan(30);
        assertThat(types).containsAll(named);
    }

    /** Events and commands are nested in their sealed interface. */
    private static boolean nested(String name) {
        return Stream.of("Event", "Command").anyMatch(outer -> declares(outer, name));
    }

    private static boolean declares(String outer, String name) {
        try {
            Path file = ROOT.resolve("raft-store/src/main/java/io/althing/registry/" + outer + ".java");
            return Files.readString(file).contains("record " + name + "(");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> named(String pattern) throws IOException {
        String map = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        return Pattern.compile(pattern).matcher(map).results().map((MatchResult m) -> m.group(1)).distinct().toList();
    }

    private static Stream<Path> javaFiles() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(p -> p.toString().endsWith(".java") && p.toString().contains("/src/"))
                    .map(ROOT::relativize).toList().stream();
        }
    }
}
