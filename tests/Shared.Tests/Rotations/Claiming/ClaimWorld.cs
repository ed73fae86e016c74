using TenantTokens.Rotations.Claiming;
using TenantTokens.Testing.Vault;

namespace TenantTokens.Shared.Tests.Rotations.Claiming;

/// <summary>Copies of the product that share nothing but a Key Vault, whose clock goes on with each request.</summary>
internal sealed class ClaimWorld : IDisposable
{
    public const string Environment = "sim00001";
    public static readonly string Secret = ClaimName.From(Environment);
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly List<ClaimCopy> _copies = [];

    public FakeKeyVault Vault { get; } = new() { Clock = Noon, Step = TimeSpan.FromMilliseconds(100) };

    /// <summary>The versions that count.</summary>
    public IReadOnlyList<FakeKeyVault.SecretVersion> Enabled => [.. Vault.VersionsOf(Secret).Where(static version => version.Enabled)];

    /// <summary>A copy with a ledger of its own, and a clock that is wrong by so much.</summary>
    public async Task<ClaimCopy> CopyAsync(string where, TimeSpan clock = default)
    {
        ClaimCopy copy = new(Vault, where);
        copy.Time.Advance(clock);
        _copies.Add(copy);
        await copy.OpenAsync();
        return copy;
    }

    public void Pass(TimeSpan time) => Vault.Clock += time;

    public void Dispose()
    {
        _copies.ForEach(static copy => copy.Dispose());
        Vault.Dispose();
    }
}
