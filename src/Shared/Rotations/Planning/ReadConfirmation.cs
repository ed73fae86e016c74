using TenantTokens.Durable;

namespace TenantTokens.Rotations.Planning;

/// <summary>Reads whether the plan was confirmed.</summary>
public sealed class ReadConfirmation(RotationLedger rotations) : IActivity<string, ReadConfirmation.Result>
{
    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("ReadConfirmation");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
        => new((await rotations.GetAsync(input, cancellationToken)).PlanConfirmed);

    /// <summary>Whether the plan may start.</summary>
    /// <param name="IsConfirmed">True when the plan was confirmed.</param>
    public sealed record Result(bool IsConfirmed);
}
