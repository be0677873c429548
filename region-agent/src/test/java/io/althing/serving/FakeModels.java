package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.althing.serving.InferenceException.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A runtime without models: each version gives fixed probabilities, and can be told to misbehave. */
final class FakeModels implements ModelRuntime {
    static final IoSchema SCHEMA = new IoSchema(List.of(new TensorSpec("input", "FP32", List.of(-1L, 64L))),
            List.of(new TensorSpec("output", "FP32", List.of(-1L, 10L))));

    /** How a version behaves from its next request on. */
    enum Mood {
        ANSWERS, FAILS, HANGS, REFUSES, THROWS
    }

    private final Map<VersionId, Mood> moods = new ConcurrentHashMap<>();
    private final Map<VersionId, IoSchema> schemas = new ConcurrentHashMap<>();
    private final CountDownLatch freed = new CountDownLatch(1);
    final AtomicInteger open = new AtomicInteger();
    final Map<VersionId, AtomicInteger> asked = new ConcurrentHashMap<>();

    void mood(VersionId version, Mood mood) {
        moods.put(version, mood);
    }

    void schema(VersionId version, IoSchema schema) {
        schemas.put(version, schema);
    }

    /** Lets hanging requests go. */
    void free() {
        freed.countDown();
    }

    @Override
    public LoadedModel load(ModelName model, VersionId version, Path artifact) throws ModelLoadException {
        if (!Files.isReadable(artifact) || !artifact.toString().endsWith(".onnx")) {
            throw new ModelLoadException(model, version, "its file " + artifact + " is not a model");
        }
        open.incrementAndGet();
        return new Fake(version, schemas.getOrDefault(version, SCHEMA));
    }

    @Override
    public String platform() {
        return "fake";
    }

    @Override
    public void close() {
        free();
    }

    private final class Fake implements LoadedModel {
        private final VersionId version;
        private final IoSchema schema;
        private volatile boolean closed;

        Fake(VersionId version, IoSchema schema) {
            this.version = version;
            this.schema = schema;
        }

        @Override
        public IoSchema schema() {
            return schema;
        }

        @Override
        public List<Tensor> infer(InferRequest request) throws InferenceException {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            new RequestCheck(schema).require(request);
            asked.computeIfAbsent(version, name -> new AtomicInteger()).incrementAndGet();
            switch (moods.getOrDefault(version, Mood.ANSWERS)) {
                case ANSWERS -> {
                }
                case FAILS -> throw new InferenceException(Fault.MODEL, "this version fails");
                case REFUSES -> throw new InferenceException(Fault.REQUEST, "this version refuses");
                case THROWS -> throw new IllegalStateException("a bug");
                case HANGS -> hang();
            }
            int rows = (int) request.inputs().getFirst().shape()[0];
            float[] probabilities = new float[rows * 10];
            int digit = Math.floorMod(version.value().hashCode(), 10);
            for (int row = 0; row < rows; row++) {
                probabilities[row * 10 + digit] = 1;
            }
            return List.of(new Tensor.Floats("output", new long[]{rows, 10}, probabilities));
        }

        private void hang() {
            try {
                freed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void warm() throws InferenceException {
            WarmUp.run(this);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
