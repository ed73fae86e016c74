using TenantTokens.Tooling;

namespace TenantTokens.FunctionsTests.Replay;

/// <summary>tests/Shared.Tests has rules of our own for what these analyzers do not follow or do not know.</summary>
public sealed class DurableAnalyzersTests
{
    [Fact]
    public async Task Microsoft_s_analyzers_find_nothing_in_any_orchestrator()
    {
        Assert.SkipUnless(Suite.IsFull, "They take 20 s, where tests/Shared.Tests finds as much in 3: TENANT_TOKEN_SUITE=full asks them.");
        Assert.Empty(await DurableAnalyzers.AskAboutSharedAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task They_find_what_an_orchestrator_and_what_it_calls_must_not_do()
    {
        IReadOnlyList<string> found = await DurableAnalyzers.AskAboutAsync("""
            using TenantTokens.Durable;
            class Careless : IOrchestrator<string, string>
            {
                public async Task<string> RunAsync(IOrchestrationContext context, string input)
                {
                    Guid id = Guid.NewGuid();
                    await Task.Delay(1);
                    await Task.Run(() => 1);
                    string? setting = Environment.GetEnvironmentVariable("A");
                    using HttpClient client = new();
                    return Elsewhere.Now();
                }
            }
            static class Elsewhere
            {
                public static string Now() => $"{DateTime.UtcNow}{TimeProvider.System.GetUtcNow()}";
            }
            """, "Careless", TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "DURABLE0001 source.cs(16)", "DURABLE0002 source.cs(6)", "DURABLE0003 source.cs(7)",
                "DURABLE0004 source.cs(8)", "DURABLE0005 source.cs(10)", "DURABLE0006 source.cs(9)",
            ],
            found.Select(static one => one.Split(':')[0]).Distinct()); // the client of one line is told once for each of its parts
    }
}
