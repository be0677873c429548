package io.althing.serving;

import io.althing.serving.InferenceException.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One version that another server runs. */
final class UpstreamModel implements LoadedModel {
    private final UpstreamRuntime runtime;
    private final URI at;
    private final IoSchema schema;
    private final RequestCheck check;
    private final AtomicBoolean closed = new AtomicBoolean();

    UpstreamModel(UpstreamRuntime runtime, URI at, IoSchema schema) {
        this.runtime = runtime;
        this.at = at;
        this.schema = schema;
        this.check = new RequestCheck(schema);
    }

    @Override
    public IoSchema schema() {
        return schema;
    }

    @Override
    public List<Tensor> infer(InferRequest request) throws InferenceException {
        if (closed.get()) {
            throw new IllegalStateException("the model is closed");
        }
        check.require(request);
        HttpResponse<byte[]> answer;
        try {
            answer = runtime.infer(at, OipWriter.request(request));
        } catch (IOException e) {
            throw new InferenceException(Fault.MODEL, "the model's server does not answer: " + e, e);
        }
        int status = answer.statusCode();
        if (status != 200) {
            boolean callersFault = status == 400 || status == 413 || status == 422;
            throw new InferenceException(callersFault ? Fault.REQUEST : Fault.MODEL,
                    UpstreamRuntime.errorIn(answer.body()));
        }
        return inOrder(request, OipReader.response(answer.body()));
    }

    private List<Tensor> inOrder(InferRequest request, List<Tensor> outputs) throws InferenceException {
        List<String> wanted = request.outputs().isEmpty()
                ? schema.outputs().stream().map(TensorSpec::name).toList()
                : request.outputs();
        List<Tensor> ordered = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            ordered.add(outputs.stream().filter(output -> output.name().equals(name)).findFirst()
                    .orElseThrow(() -> new InferenceException(Fault.MODEL,
                            "the model's server leaves out output '" + name + "'")));
        }
        return ordered;
    }

    @Override
    public void warm() throws InferenceException {
        WarmUp.run(this);
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
