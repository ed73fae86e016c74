using Xunit.Sdk;
using Xunit.v3;

// Everything runs on the thread pool's single worker: two worlds at once would be two clocks that wait for each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
