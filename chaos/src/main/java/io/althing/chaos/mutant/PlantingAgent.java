package io.althing.chaos.mutant;

import io.althing.chaos.failpoint.AgentJar;
import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Plants a bug in a process of its own: a Java agent whose argument is the bug's name. */
public final class PlantingAgent {
    private PlantingAgent() {}

    /** Called by the virtual machine before the process begins. */
    public static void premain(String name, Instrumentation instrumentation) {
        Mutant mutant = Mutants.all().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        instrumentation.addTransformer(new Planting(mutant));
    }

    /** The flag that plants the bug in another process. The archive it needs is written to the directory. */
    static String flag(Mutant mutant, Path directory) throws IOException {
        return AgentJar.flag(PlantingAgent.class, directory, mutant.name());
    }

    /** Rewrites one class as it is loaded. */
    private record Planting(Mutant mutant) implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(@Nullable ClassLoader loader, String name, @Nullable Class<?> redefined,
                @Nullable ProtectionDomain domain, byte[] bytes) {
            if (!name.replace('/', '.').equals(mutant.type())) {
                return null;
            }
            ClassFileLocator files = ClassFileLocator.ForClassLoader.of(loader);
            var type = TypePool.Default.of(files).describe(mutant.type()).resolve();
            return mutant.plant().apply(new ByteBuddy().redefine(type, files)).make().getBytes();
        }
    }
}
