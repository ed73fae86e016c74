using TenantTokens.Durable;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;

namespace TenantTokens.Rotations.Finishing;

/// <summary>Records, for each changed target of a rotation that is closed as it is, which token it has. Repeatable.</summary>
public sealed class RecordTokensLeft(TargetLedger targets, AuditTrail audit) : IActivity<string, RecordTokensLeft.Result>
{
    private const int MaxNames = 20;

    /// <summary>The registered name.</summary>
    public static ActivityName<string, Result> Name { get; } = new("RecordTokensLeft");

    /// <inheritdoc />
    public async Task<Result> RunAsync(string input, CancellationToken cancellationToken)
    {
        TargetRecord[] touched =
        [
            .. (await targets.ListAsync(input, cancellationToken))
                .Where(static target => target.IsTouched)
                .Select(static target => target with { TokenLeft = LeftOn(target) }),
        ];
        await targets.PutAsync(input, touched, cancellationToken);
        Result result = new(Count(touched, TokenLeft.New), Count(touched, TokenLeft.Old), Count(touched, TokenLeft.Unknown));
        string[] unknown =
        [
            .. touched.Where(static target => target.TokenLeft is TokenLeft.Unknown).Select(static target => target.Name).Take(MaxNames),
        ];
        string names = unknown.Length == 0 ? "" : $": {string.Join(", ", unknown)}{(result.Unknown > MaxNames ? ", ..." : "")}";
        string text = $"Closed as it is. Of {touched.Length} touched targets {result.New} are on the new token, {result.Old} on the old"
            + $" one, {result.Unknown} on one of the two, not known which{names}.";
        await audit.AddAsync(input, "abandoned", AuditEvent.Product, text, cancellationToken);
        return result;
    }

    private static TokenLeft LeftOn(TargetRecord target) => target switch
    {
        { IsOnNewToken: true } => TokenLeft.New,
        { State: TargetState.Restored } => TokenLeft.Old,
        _ => TokenLeft.Unknown,
    };

    private static int Count(TargetRecord[] touched, TokenLeft left) => touched.Count(target => target.TokenLeft == left);

    /// <summary>The number of changed targets with each token. Stored in histories: changes by addition only.</summary>
    /// <param name="New">Targets with the new token.</param>
    /// <param name="Old">Targets with the old token.</param>
    /// <param name="Unknown">Targets with one of the two; it is not known which.</param>
    public sealed record Result(int New, int Old, int Unknown);
}
