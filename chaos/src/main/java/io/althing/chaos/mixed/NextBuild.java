package io.althing.chaos.mixed;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes the next build: the sources of this one with the shipped {@link Edits}, compiled against this one's classes and packed into a jar.
 * Put before them on the class path it is a build of feature level 2 that knows one more command; all else is the same code.
 */
final class NextBuild {
    private NextBuild() {}

    /**
     * Makes it.
     *
     * @param project where the modules lie, with their sources
     * @param scratch an empty directory
     * @return the jar
     */
    static Path make(Path project, Path scratch) throws IOException {
        Path sources = scratch.resolve("sources");
        Path classes = Files.createDirectories(scratch.resolve("classes"));
        Edits edits = Edits.shipped();
        List<Path> edited = new ArrayList<>();
        for (String file : edits.files()) {
            Path copy = sources.resolve(file);
            Files.createDirectories(copy.getParent());
            edited.add(Files.writeString(copy, edits.edited(file, Files.readString(project.resolve(file)))));
        }
        compile(edited, classes);
        return pack(classes, scratch.resolve("next-build.jar"));
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler; run the drill with a JDK");
        }
        var messages = new StringWriter();
        List<String> options = List.of("--release", "21", "-proc:none", "-parameters", "-nowarn", "-cp",
                System.getProperty("java.class.path"), "-d", classes.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            if (!compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call()) {
                throw new IOException("the next build does not compile; bring next-build.edits up to date:\n"
                        + messages);
            }
        }
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> found = Files.walk(classes)) {
            for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
        return jar;
    }
}
