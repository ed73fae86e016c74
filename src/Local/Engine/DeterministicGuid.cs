using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TenantTokens.Local.Engine;

/// <summary>Creates name-based ids (RFC 9562 version 8, SHA-256).</summary>
internal static class DeterministicGuid
{
    /// <summary>
    /// Returns the same id for the same arguments. The creation time is part of the name, because an instance id such as
    /// <c>rotation-{environment}</c> is used again after its instance has finished, and the ledger contains the ids of the earlier run.
    /// </summary>
    public static Guid Create(string instanceId, DateTime createdAt, int counter)
    {
        int length = Encoding.UTF8.GetByteCount(instanceId);
        byte[] name = new byte[length + sizeof(long) + sizeof(int)];
        Encoding.UTF8.GetBytes(instanceId, name);
        BinaryPrimitives.WriteInt64BigEndian(name.AsSpan(length), createdAt.Ticks);
        BinaryPrimitives.WriteInt32BigEndian(name.AsSpan(length + sizeof(long)), counter);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
