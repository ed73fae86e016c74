using TenantTokens.FunctionsStorageTests.Engine;

[assembly: AssemblyFixture(typeof(SharedEngine))]

// They wait for the polls of the backend more than they compute: a whole rotation need not wait for the contract to end.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]
