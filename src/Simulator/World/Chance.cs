using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Simulator.World;

/// <summary>
/// Randomness as a function of seed and key. A caller that needs the n-th of something puts n into the key, so that no value depends on the
/// order of threads.
/// </summary>
internal sealed class Chance(int seed)
{
    public const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    public const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    public const string LowerHex = "0123456789abcdef";

    /// <summary>Returns a number in [0, 1).</summary>
    public double Unit(string key) => BinaryPrimitives.ReadUInt32LittleEndian(Hash(key, 0)) / 4294967296.0;

    public TimeSpan Between(string key, double lowSeconds, double highSeconds)
        => TimeSpan.FromSeconds(lowSeconds + ((highSeconds - lowSeconds) * Unit(key)));

    public T Pick<T>(string key, IReadOnlyList<T> from) => from[(int)(Unit(key) * from.Count)];

    public Guid Guid(string key) => new(Hash(key, 0).AsSpan(0, 16));

    public string Text(string key, int length, string alphabet)
    {
        StringBuilder text = new(length);
        for (int block = 0; text.Length < length; block++)
        {
            foreach (byte value in Hash(key, block).Take(length - text.Length))
            {
                text.Append(alphabet[value % alphabet.Length]);
            }
        }

        return text.ToString();
    }

    private byte[] Hash(string key, int block) => SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{block}/{key}"));
}
