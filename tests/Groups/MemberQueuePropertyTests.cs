using FsCheck.Xunit;
using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>The queue against two lists, in small rings and in rings of blocks.</summary>
public sealed class MemberQueuePropertyTests
{
    private static readonly Identifier Sender = Identifier.Create("s");

    [Property(MaxTest = 1_000, StartSize = 10, EndSize = 300)]
    public void AnyOperations_BehaveAsTwoLists(byte[] operations) => Compare(operations, appends: 1);

    [Property(MaxTest = 500, StartSize = 10, EndSize = 300)]
    public void AnyOperations_ManyFrames_BehaveAsTwoLists(byte[] operations) => Compare(operations, appends: 23);

    private static void Compare(byte[] operations, int appends)
    {
        MemberQueue queue = new(new QueuedBytes());
        List<uint> unconfirmed = [],
            waiting = [];
        long confirmed = 0;
        uint id = 0;
        foreach (byte operation in operations)
        {
            int argument = operation >> 3;
            switch (operation & 7)
            {
                case 0 or 1 or 2:
                    for (int i = 0; i < appends; i++)
                    {
                        queue.Append(Frame.Message(Sender, Sender, id, 1));
                        waiting.Add(id++);
                    }
                    break;
                case 3 or 4 when waiting.Count > 0:
                    for (int i = 0; i < appends && waiting.Count > 0; i++)
                    {
                        Assert.Equal(waiting[0], queue.Next.Id);
                        queue.MarkHanded();
                        Move(waiting, unconfirmed, 1);
                    }
                    break;
                case 5 when waiting.Count > 0:
                    queue.DropWaiting();
                    waiting.RemoveAt(0);
                    break;
                case 6:
                    uint through = (uint)Math.Max(0, id - (argument * appends));
                    queue.ConfirmThrough(Sender.Utf8, through);
                    int at = unconfirmed.IndexOf(through) + 1;
                    unconfirmed.RemoveRange(0, at);
                    confirmed += at;
                    break;
                case 7:
                    long number = Math.Max(0, confirmed + ((argument - 4) * appends));
                    long forgotten = queue.Rewind(number);
                    Assert.Equal(Math.Max(0, confirmed - number), forgotten);
                    int arrived = (int)Math.Clamp(number - confirmed, 0, unconfirmed.Count);
                    int ahead = (int)Math.Clamp(number - confirmed - unconfirmed.Count, 0, waiting.Count);
                    confirmed = Math.Min(number, confirmed + unconfirmed.Count + ahead);
                    waiting.RemoveRange(0, ahead);
                    unconfirmed.RemoveRange(0, arrived);
                    waiting.InsertRange(0, unconfirmed);
                    unconfirmed.Clear();
                    break;
                default:
                    break;
            }
            Assert.Equal(
                (unconfirmed.Count, waiting.Count, confirmed + unconfirmed.Count),
                (queue.Unconfirmed, queue.Waiting, queue.Handed)
            );
        }
        Assert.Equal(waiting, Drain(queue));
    }

    private static void Move(List<uint> from, List<uint> to, int count)
    {
        to.AddRange(from.Take(count));
        from.RemoveRange(0, count);
    }

    private static List<uint> Drain(MemberQueue queue)
    {
        List<uint> ids = [];
        for (; queue.Waiting > 0; queue.MarkHanded())
            ids.Add(queue.Next.Id);
        return ids;
    }
}
