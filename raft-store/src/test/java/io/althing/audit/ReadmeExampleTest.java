package io.althing.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is compiled and run as it stands there. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadmeExampleTest {
    private static final String FENCE = "```";

    private static String example() throws IOException {
        Path here = Path.of("README.md");
        String readme = Files.readString(Files.exists(here) ? here : Path.of("..").resolve(here));
        int start = readme.indexOf(FENCE + "java\n");
        assertThat(start).as("a java example in README.md").isNotNegative();
        int code = start + (FENCE + "java\n").length();
        return readme.substring(code, readme.indexOf(FENCE, code));
    }

    private static Class<?> compiled(String body, Path directory) throws Exception {
        Path source = directory.resolve("Example.java");
        Files.writeString(source, """
                import static java.nio.charset.StandardCharsets.UTF_8;
                import io.althing.audit.*;
                import java.nio.file.Path;
                public class Example {
                    public static boolean run(byte[] seed, Path dir) throws Exception {
                """ + body + "\n        return proven && whole;\n    }\n}\n");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var messages = new StringWriter();
        boolean done = compiler.getTask(messages, null, null,
                List.of("-proc:none", "-d", directory.toString(), "-cp", System.getProperty("java.class.path")), null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source)).call();
        assertThat(done).as(messages.toString()).isTrue();
        return new URLClassLoader(new URL[]{directory.toUri().toURL()}, ReadmeExampleTest.class.getClassLoader())
                .loadClass("Example");
    }

    @Test
    void it_has_ten_lines_compiles_and_proves(@TempDir Path directory) throws Exception {
        String example = example();
        assertThat(example.lines().filter(line -> !line.isBlank())).hasSize(10);
        Files.createDirectories(directory.resolve("classes"));
        Class<?> type = compiled(example, directory.resolve("classes"));
        Object result = type.getMethod("run", byte[].class, Path.class).invoke(null, new byte[32],
                directory.resolve("log"));
        assertThat(result).isEqualTo(true);
    }
}
