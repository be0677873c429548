package io.althing.chaos.mutant;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** Loads the house anew, with one bug planted, beside the house that runs. */
final class MutantLoader extends ClassLoader {
    private static final String HOUSE = "io.althing.";

    private final Optional<Mutant> mutant;
    private boolean planted;

    /** @param mutant empty to load the house as it is */
    MutantLoader(ClassLoader parent, Optional<Mutant> mutant) {
        super(parent);
        this.mutant = mutant;
    }

    /** Whether the class to be mutated has been loaded. */
    boolean planted() {
        return planted;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(HOUSE)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = mutant.filter(m -> m.type().equals(name)).map(this::mutated).orElse(null);
        if (bytes == null) {
            bytes = bytes(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] mutated(Mutant bug) {
        planted = true;
        ClassFileLocator files = ClassFileLocator.ForClassLoader.of(getParent());
        TypeDescription type = TypePool.Default.of(files).describe(bug.type()).resolve();
        return bug.plant().apply(new ByteBuddy().redefine(type, files)).make().getBytes();
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
