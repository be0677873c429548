package io.althing.chaos.failpoint;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Weaves the failpoints into the classes of a node's process: a Java agent. */
public final class FailpointAgent {
    private FailpointAgent() {}

    /** Called by the virtual machine before the process begins. */
    public static void premain(String unused, Instrumentation instrumentation) {
        instrumentation.addTransformer(new Weaving());
    }

    /** The number of a failpoint, a constant in the woven code. */
    @Retention(RetentionPolicy.RUNTIME)
    @interface Place {}

    /** Woven before a method. */
    static final class Before {
        private Before() {}

        @Advice.OnMethodEnter
        static void enter(@Place int number) {
            Armed.passed(number);
        }
    }

    /** Woven after a method that did not fail. */
    static final class After {
        private After() {}

        @Advice.OnMethodExit
        static void exit(@Place int number) {
            Armed.passed(number);
        }
    }

    /** The class with its failpoints, from its own bytes. */
    static byte @Nullable [] woven(@Nullable ClassLoader loader, String type, byte[] bytes) {
        List<Failpoint> all = Failpoint.all();
        List<Failpoint> here = all.stream().filter(point -> point.type().equals(type)).toList();
        if (here.isEmpty()) {
            return null;
        }
        ClassFileLocator files = new ClassFileLocator.Compound(ClassFileLocator.Simple.of(type, bytes),
                ClassFileLocator.ForClassLoader.of(loader));
        DynamicType.Builder<?> builder = new ByteBuddy()
                .redefine(TypePool.Default.of(files).describe(type).resolve(), files);
        for (Failpoint point : here) {
            Class<?> advice = point.when() == Failpoint.When.BEFORE ? Before.class : After.class;
            builder = builder.visit(Advice.withCustomMapping().bind(Place.class, all.indexOf(point)).to(advice)
                    .on(named(point.method()).and(not(isAbstract()))));
        }
        return builder.make().getBytes();
    }

    private static final class Weaving implements ClassFileTransformer {
        @Override
        public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
                @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] bytes) {
            return name == null ? null : woven(loader, name.replace('/', '.'), bytes);
        }
    }
}
