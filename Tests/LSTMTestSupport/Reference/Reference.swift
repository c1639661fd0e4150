/// Every differentiable operation of the package in plain `Double` arithmetic, forward and
/// backward, written to be read.
///
/// This is the oracle that the `Float` kernels are held to, so it shares no code with them: the
/// formulas come from the textbooks and from PyTorch's documentation, the backward passes are
/// derived by hand, and `ReferenceTests` holds these to central differences and to PyTorch's own
/// results. A backward function takes the gradient of its output, called `gradient`, and returns
/// the gradients of its inputs. Shapes are the package's: activations time-major [T, N, F],
/// weights [output, input].
package enum Reference {}
