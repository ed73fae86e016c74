using System.Security.Cryptography;
using System.Text;
using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Time;

namespace TenantTokens.Simulation.Runs;

/// <summary>What happened, line by line. The hash covers more than is kept: every request, every ledger write.</summary>
internal sealed class Trace(VirtualTime time, bool keepsAll) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Something that tells the story.</summary>
    public void Tell(string line)
    {
        string timed = Timed(line);
        _lines.Add(timed);
        Hash(timed);
    }

    /// <summary>Something that is told only to whoever asks for every step.</summary>
    public void Step(string line)
    {
        string timed = Timed(line);
        if (keepsAll)
        {
            _lines.Add($"{timed}");
        }

        Hash(timed);
    }

    public string End() => Convert.ToHexStringLower(_hash.GetHashAndReset())[..16];

    public void Dispose() => _hash.Dispose();

    private string Timed(string line) => $"{Durations.Since(time.GetUtcNow() - time.Start)}  {line}";

    private void Hash(string line) => _hash.AppendData(Encoding.UTF8.GetBytes(line));
}
