using TenantTokens.Durable;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Orchestration;
using TenantTokens.Rotations.Procedure;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Shared.Tests.Rotations.Procedure;

/// <summary>An engine completes the root only when its watch has ended, so it says itself that it has.</summary>
public sealed class RotationOrchestratorTests
{
    private readonly ScriptedContext _context = new();

    [Theory]
    [InlineData(RotationPhase.Completed)]
    [InlineData(RotationPhase.Abandoned)]
    public async Task One_that_returns_says_that_it_is_over(RotationPhase phase)
    {
        _context.Answers(ReadPhase.Name, _ => phase);

        await RunAsync();

        Assert.Equal(RootStatus.OverAt(phase), _context.Status);
    }

    [Fact]
    public async Task One_that_throws_says_why()
    {
        ActivityFailedException outage = new(ReadPhase.Name.Value, "IOException", "out of reach");
        _context.Answers(ReadPhase.Name, RotationPhase (_) => throw outage);

        Assert.Same(outage, await Assert.ThrowsAsync<ActivityFailedException>(RunAsync));

        Assert.Equal(outage.Message, RootStatus.FailureIn(_context.Status));
    }

    private Task<RotationOrchestrator.Result> RunAsync()
        => new RotationOrchestrator().RunAsync(_context, new("rot-1", RotationWaits.From(Some.Options().Policy, emergency: false)));
}
