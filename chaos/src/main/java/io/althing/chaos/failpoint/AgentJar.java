package io.althing.chaos.failpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A Java agent of this class path needs an archive that names it, and nothing else in it. */
public final class AgentJar {
    private AgentJar() {}

    /** The flag that runs the agent in another process, its archive written to the directory. */
    public static String flag(Class<?> agent, Path directory, String argument) throws IOException {
        Path jar = directory.resolve(agent.getSimpleName() + ".jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), agent.getName());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            out.finish();
        }
        return "-javaagent:" + jar + "=" + argument;
    }
}
