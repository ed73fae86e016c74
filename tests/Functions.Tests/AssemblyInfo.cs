using Xunit.Sdk;
using Xunit.v3;

// Each contract test starts an engine that keeps a processor busy; two at once would only wait for each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
