package io.althing.serving;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.althing.registry.ModelName;
import io.althing.registry.VersionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs ONNX files inside this process, on the CPU. Each question is answered by the thread that asks. Tensors of 32-bit floats
 * and 64-bit integers.
 */
public final class OnnxRuntimeModels implements ModelRuntime {
    private static final Map<OnnxJavaType, String> DATATYPES = Map.of(OnnxJavaType.FLOAT, "FP32", OnnxJavaType.INT64,
            "INT64");

    private final OrtEnvironment environment;

    /** Starts ONNX Runtime, of which a process has one. */
    public OnnxRuntimeModels() {
        this.environment = OrtEnvironment.getEnvironment();
    }

    @Override
    public LoadedModel load(ModelName model, VersionId version, Path artifact) throws ModelLoadException {
        if (!Files.isReadable(artifact)) {
            throw new ModelLoadException(model, version, "its file " + artifact + " is not there or not readable");
        }
        try (OrtSession.SessionOptions options = options()) {
            OrtSession session = environment.createSession(artifact.toString(), options);
            try {
                return new OnnxModel(environment, session, schema(model, version, session));
            } catch (ModelLoadException | OrtException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new ModelLoadException(model, version, "ONNX Runtime does not load its file (" + firstLine(e)
                    + "); register a new version with a file that onnx.checker accepts", e);
        }
    }

    @Override
    public String platform() {
        return "onnxruntime";
    }

    @Override
    public void close() {
        // the environment belongs to the process and may be in use by another runtime
    }

    private static OrtSession.SessionOptions options() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        return options;
    }

    private static IoSchema schema(ModelName model, VersionId version, OrtSession session)
            throws OrtException, ModelLoadException {
        return new IoSchema(specs(model, version, session.getInputInfo().values()),
                specs(model, version, session.getOutputInfo().values()));
    }

    private static List<TensorSpec> specs(ModelName model, VersionId version, Iterable<NodeInfo> nodes)
            throws ModelLoadException {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (!(node.getInfo() instanceof TensorInfo tensor) || !DATATYPES.containsKey(tensor.type)) {
                throw new ModelLoadException(model, version, "'" + node.getName() + "' is " + node.getInfo()
                        + "; only tensors of 32-bit floats and 64-bit integers are served here."
                        + " Convert it, or serve the model by an upstream");
            }
            specs.add(new TensorSpec(node.getName(), DATATYPES.getOrDefault(tensor.type, ""),
                    Arrays.stream(tensor.getShape()).boxed().toList()));
        }
        return specs;
    }

    static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
