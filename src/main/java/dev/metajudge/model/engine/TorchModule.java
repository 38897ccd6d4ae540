package dev.metajudge.model.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;

/**
 * A loaded TorchScript module and the two ways to call it: {@link #call} in inference mode, {@link #record} with
 * gradients. Not safe for several threads at once.
 */
public final class TorchModule implements AutoCloseable {
    private final PtNDManager manager;
    private final PtSymbolBlock block;

    TorchModule(byte[] archive) {
        LibTorch.load();
        manager = (PtNDManager) NDManager.newBaseManager();
        try {
            block = JniUtils.loadModule(manager, new ByteArrayInputStream(archive), false, false);
        } catch (IOException impossible) {
            throw new UncheckedIOException("the decoder's program could not be loaded", impossible);
        }
    }

    /** A scope for arrays; close it to free them. */
    public PtNDManager scope() {
        return (PtNDManager) manager.newSubManager();
    }

    /**
     * Calls a method in inference mode.
     *
     * @param arguments arrays, and Integer, Long, Double or Boolean scalars
     * @return the method's result, which the caller closes
     */
    public IValue call(String method, Object... arguments) {
        var values = new ArrayList<IValue>(arguments.length);
        try {
            for (Object argument : arguments) {
                values.add(value(argument));
            }
            return IValueUtils.runMethod(block, method, values.toArray(IValue[]::new));
        } finally {
            values.forEach(IValue::close);
        }
    }

    /** Calls a method whose result is of no interest. */
    public void invoke(String method, Object... arguments) {
        call(method, arguments).close();
    }

    /** Calls a method that gives one tensor, which belongs to the scope. */
    public PtNDArray tensor(PtNDManager scope, String method, Object... arguments) {
        try (IValue result = call(method, arguments)) {
            return result.toTensor(scope);
        }
    }

    /**
     * Calls a method with gradients recorded: arrays made and kept by it can take part in a backward pass.
     *
     * @param arrays each an argument of its own
     */
    public NDList record(PtNDManager scope, String method, NDArray... arrays) {
        return record(scope, method, "", arrays);
    }

    /** The same for a method whose one argument is a list of arrays. */
    public NDList recordList(PtNDManager scope, String method, NDArray... arrays) {
        return record(scope, method, "list[]", arrays);
    }

    /** DJL tells by the arrays' names which argument they belong to, and which method is meant. */
    private NDList record(PtNDManager scope, String method, String argument, NDArray... arrays) {
        var inputs = new NDList(arrays.length + 1);
        for (NDArray array : arrays) {
            array.setName(argument);
            inputs.add(array);
        }
        NDArray name = scope.create(new long[] {0}, new Shape(1));
        name.setName("module_method:" + method);
        inputs.add(name);
        return IValueUtils.forward(block, inputs, true);
    }

    private static IValue value(Object argument) {
        return switch (argument) {
            case PtNDArray array -> IValue.from(array);
            case Integer number -> IValue.from(number.longValue());
            case Long number -> IValue.from(number.longValue());
            case Double number -> IValue.from(number.doubleValue());
            case Boolean flag -> IValue.from(flag);
            default -> throw new IllegalArgumentException("no argument for a module: " + argument.getClass());
        };
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
