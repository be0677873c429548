package io.althing.serving;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.althing.serving.InferenceException.Fault;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** One ONNX session. */
final class OnnxModel implements LoadedModel {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final IoSchema schema;
    private final RequestCheck check;
    private final Set<String> allOutputs;
    private final AtomicBoolean closed = new AtomicBoolean();

    OnnxModel(OrtEnvironment environment, OrtSession session, IoSchema schema) {
        this.environment = environment;
        this.session = session;
        this.schema = schema;
        this.check = new RequestCheck(schema);
        this.allOutputs = new LinkedHashSet<>(schema.outputs().stream().map(TensorSpec::name).toList());
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
        Set<String> wanted = request.outputs().isEmpty() ? allOutputs : new LinkedHashSet<>(request.outputs());
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (Tensor tensor : request.inputs()) {
                inputs.put(tensor.name(), toOnnx(tensor));
            }
            try (OrtSession.Result result = session.run(inputs, wanted)) {
                List<Tensor> outputs = new ArrayList<>(wanted.size());
                for (String name : wanted) {
                    outputs.add(fromOnnx(name, result.get(name).orElseThrow()));
                }
                return outputs;
            }
        } catch (OrtException e) {
            throw new InferenceException(Fault.MODEL, "the model failed: " + OnnxRuntimeModels.firstLine(e), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void warm() throws InferenceException {
        WarmUp.run(this);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("an ONNX session cannot be closed", e);
            }
        }
    }

    private OnnxTensor toOnnx(Tensor tensor) throws OrtException, InferenceException {
        return switch (tensor) {
            case Tensor.Floats floats ->
                OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats.values()), floats.shape());
            case Tensor.Longs longs ->
                OnnxTensor.createTensor(environment, LongBuffer.wrap(longs.values()), longs.shape());
            case Tensor.Doubles doubles -> throw unsupported(doubles);
            case Tensor.Texts texts -> throw unsupported(texts);
        };
    }

    private static InferenceException unsupported(Tensor tensor) {
        return new InferenceException(Fault.REQUEST,
                "input '" + tensor.name() + "': datatype " + tensor.datatype() + " is not served here");
    }

    private static Tensor fromOnnx(String name, OnnxValue value) throws InferenceException {
        if (value instanceof OnnxTensor tensor) {
            TensorInfo info = tensor.getInfo();
            FloatBuffer floats = tensor.getFloatBuffer();
            if (floats != null) {
                return new Tensor.Floats(name, info.getShape(), floats.array());
            }
            LongBuffer longs = tensor.getLongBuffer();
            if (longs != null) {
                return new Tensor.Longs(name, info.getShape(), longs.array());
            }
        }
        throw new InferenceException(Fault.MODEL, "output '" + name + "' is not of the kind the model announced");
    }
}
