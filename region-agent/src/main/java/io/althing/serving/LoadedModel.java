package io.althing.serving;

import java.util.List;

/** A version ready to be asked. All methods but {@link #close} may be called by several threads at once. */
public interface LoadedModel extends AutoCloseable {
    /** What it reads and writes. */
    IoSchema schema();

    /**
     * Answers a question; blocks the calling thread.
     *
     * @return the tensors asked for, in the order asked, or all in the order of the schema
     * @throws InferenceException if there is no answer
     * @throws IllegalStateException if the handle is closed
     */
    List<Tensor> infer(InferRequest request) throws InferenceException;

    /**
     * Makes the first real request as fast as the later ones, by asking with zeros a few times.
     *
     * @throws InferenceException if the version cannot even answer that
     */
    void warm() throws InferenceException;

    /** Frees it. To be called once no thread is asking; a second call does nothing. */
    @Override
    void close();
}
