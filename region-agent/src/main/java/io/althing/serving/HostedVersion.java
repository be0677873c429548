package io.althing.serving;

import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded version with threads of its own, so that one that hangs cannot hold up another. Requests beyond the queue's length are
 * refused at once.
 */
final class HostedVersion {
    private static final Logger LOG = LoggerFactory.getLogger(HostedVersion.class);
    private static final int CLOSED = Integer.MIN_VALUE / 2;

    /** Whether a request was taken. */
    enum Admission {
        /** Taken; its outcome will be delivered. */
        TAKEN,
        /** Too many are waiting. */
        FULL,
        /** The version is being removed. */
        CLOSED
    }

    /** What became of a request. */
    sealed interface Outcome {
        /** An answer's body, the prediction in it if there is one, and what the model was shown. */
        record Answer(Buffer body, Optional<String> prediction, Optional<Measures.Sight> sight) implements Outcome {}

        /** The body is not an inference request. */
        record Malformed(String message) implements Outcome {}

        /** The model says the request does not fit it. */
        record Rejected(String message) implements Outcome {}

        /** The model failed. */
        record Failed(String message) implements Outcome {}
    }

    private final ModelName model;
    private final VersionId version;
    private final LoadedModel loaded;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger inFlight = new AtomicInteger();

    HostedVersion(ModelName model, VersionId version, LoadedModel loaded, GatewaySettings.Limits limits) {
        this.model = model;
        this.version = version;
        this.loaded = loaded;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(limits.threadsPerVersion(), limits.threadsPerVersion(), 30,
                TimeUnit.SECONDS, new ArrayBlockingQueue<>(limits.queuePerVersion()), task -> {
                    Thread thread = new Thread(task, model + "-" + version + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    VersionId version() {
        return version;
    }

    IoSchema schema() {
        return loaded.schema();
    }

    /** Asks in a thread of this version; the outcome is delivered in that thread, exactly once if the request is taken. */
    Admission ask(byte[] body, Consumer<Outcome> deliver) {
        if (inFlight.incrementAndGet() <= 0) {
            inFlight.decrementAndGet();
            return Admission.CLOSED;
        }
        try {
            threads.execute(() -> {
                try {
                    deliver.accept(answer(body));
                } finally {
                    inFlight.decrementAndGet();
                }
            });
            return Admission.TAKEN;
        } catch (RejectedExecutionException e) {
            inFlight.decrementAndGet();
            return threads.isShutdown() ? Admission.CLOSED : Admission.FULL;
        }
    }

    private Outcome answer(byte[] body) {
        try {
            InferRequest request = OipReader.request(body);
            return answer(request);
        } catch (InferenceException e) {
            return new Outcome.Malformed(e.getMessage());
        }
    }

    private Outcome answer(InferRequest request) {
        try {
            List<Tensor> outputs = loaded.infer(request);
            return new Outcome.Answer(Buffer.buffer(OipWriter.response(model, version, request.id(), outputs)),
                    Prediction.of(outputs), Measures.sight(request.inputs(), outputs));
        } catch (InferenceException e) {
            return e.fault() == InferenceException.Fault.REQUEST
                    ? new Outcome.Rejected(e.getMessage())
                    : new Outcome.Failed(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("version {} of model {} failed unexpectedly; see the cause", version, model, e);
            return new Outcome.Failed("the model failed");
        }
    }

    /**
     * Takes no more requests, waits for those it has, and frees the model.
     *
     * @return whether all of them ended in time; if not, the model stays in memory, because its code still runs
     */
    boolean close(Duration patience) {
        inFlight.addAndGet(CLOSED);
        threads.shutdown();
        try {
            if (threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                loaded.close();
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        LOG.warn("version {} of model {} still runs a request after {}; its memory is not freed", version, model,
                patience);
        return false;
    }
}
